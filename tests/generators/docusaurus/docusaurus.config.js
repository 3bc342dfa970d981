module.exports = {
  title: "Docs",
  url: "https://docs.example",
  baseUrl: "/",
  scripts: [{ src: "https://podlab.example/pod-lab.js", async: false }],
  presets: [["classic", { docs: { routeBasePath: "/" }, blog: false }]],
};
