// In a frame (`?embed`): takes what the page around it sends, tells it how high this page is.
// The other side is web/embed/pod-lab.js, which describes the messages.
const PROTOCOL = 1;
const root = document.documentElement;

function talk() {
  let around; // the origin of the page around, once it has said hello
  const tell = () => around && document.body && parent.postMessage({ podlab: PROTOCOL, type: "height", height: document.body.offsetHeight }, around);
  // This runs in the head, so as to hear the first message; the body comes later.
  addEventListener("DOMContentLoaded", () => new ResizeObserver(tell).observe(document.body));
  addEventListener("message", ({ source, origin, data }) => {
    if (source !== parent || data?.podlab !== PROTOCOL) return;
    if (data.type === "hello") {
      around = origin;
      dress(data.theme);
      // Kept for an app that has not started yet, told to one that has.
      globalThis.podlab = Object.assign(globalThis.podlab || {}, { shared: data });
      dispatchEvent(new Event("podlab-shared"));
      tell();
    }
    if (data.type === "theme" && origin === around) dress(data.theme);
  });
}

function dress(theme) {
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  else delete root.dataset.theme;
}

const asked = new URLSearchParams(location.search);
// For a room to see, from the first moment on.
if (asked.has("big")) root.dataset.big = "";
if (asked.has("embed")) {
  root.dataset.embed = "yes";
  if (parent !== window) talk();
}
