// Starts the app after the first paint of the shell in index.html, and says so when it cannot.
const found = document.querySelector('meta[name="podlab-app"]');
const at = (path) => new URL(path, document.baseURI);

/** The details' sheets: what is not seen at first must not keep the first look waiting. */
const SHEETS = ["answer", "fit", "on_node", "resources", "rules", "spend", "story", "terminal", "text", "versions", "what_if"];

function sheet(name) {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: at(`details/${name}.css`) });
  document.head.append(link);
  return new Promise((done) => (link.onload = link.onerror = done));
}

// In somebody's page no panel of the details is seen; what the API server says counts there too.
const embedded = "embed" in document.documentElement.dataset;

/** What the app calls once it is on the screen: the editor's bundle with the API's documentation, the details' bundle (the API server's rules among it). */
globalThis.podlab = {
  ...globalThis.podlab,
  docs: "",
  loadEditor: () => {
    const docs = fetch(at("docs.txt")).then((found) => (found.ok ? found.text() : ""));
    docs.then((text) => (globalThis.podlab.docs = text), () => {});
    return import(at("editor.js"));
  },
  loadDetails: async () => {
    await new Promise(requestAnimationFrame);
    const [details] = await Promise.all([import(at("podlab-details.js")), ...(embedded ? [] : SHEETS).map(sheet)]);
    await details.default({ module_or_path: at("podlab-details_bg.wasm") });
    return details;
  },
};

async function start() {
  try {
    const app = await import(at(found.dataset.script));
    await app.default({ module_or_path: at(found.dataset.wasm) });
    document.documentElement.dataset.started = "yes";
  } catch (error) {
    console.error(error);
    const failed = document.getElementById("failed");
    failed.hidden = false;
    failed.querySelector("code").textContent = String(error);
    failed.querySelector("button").onclick = () => location.reload();
  }
}

// Two frames: the first paints the shell.
requestAnimationFrame(() => requestAnimationFrame(start));
