// Stands for the playground, which is not in the package: answers the messages of docs/embedding.md as it would.
const say = (message) => parent.postMessage({ podlab: 1, ...message }, "*");
addEventListener("message", ({ data }) => {
  if (data.type !== "hello") return;
  say({ type: "heard", number: data.number });
  say({ type: "status", number: data.number, status: data.manifest.trim(), accepted: true, playing: false, time: 0, duration: 9 });
  if (data.editable && !data.manifest.includes("changed")) say({ type: "change", manifest: "changed by the reader", story: "" });
});
say({ type: "here" });
