// Starts the app after the first paint of the shell in index.html, and says so when it cannot.
const found = document.querySelector('meta[name="podlab-app"]');
const at = (path) => new URL(path, document.baseURI);

/** Loads the editor's bundle and the API's documentation; the app calls it once it is on the screen. */
globalThis.podlab = {
  ...globalThis.podlab,
  docs: "",
  loadEditor: () => {
    const docs = fetch(at("docs.txt")).then((found) => (found.ok ? found.text() : ""));
    docs.then((text) => (globalThis.podlab.docs = text), () => {});
    return import(at("editor.js"));
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
