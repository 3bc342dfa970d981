export default {
  title: "Docs",
  head: [["script", { src: "https://podlab.example/pod-lab.js" }]],
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === "pod-lab" } } },
};
