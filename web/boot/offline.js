// Once all has loaded: has the browser keep this build for when there is no network (web/boot/sw.js), says so when a newer
// build has come, and opens files that the system hands to the installed page.
const root = document.documentElement;

/** A sentence and a button above the page; the text of the person is kept by keep.js over any reload. */
function offer(use) {
  if (document.getElementById("newer")) return;
  const notice = Object.assign(document.createElement("div"), { id: "newer", className: "newer", role: "status" });
  const words = Object.assign(document.createElement("p"), { textContent: "A newer Podlab has come. This page goes on with the one that it began with; your text stays either way." });
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Use the newer one" });
  button.onclick = use;
  notice.append(words, button);
  document.body.prepend(notice);
}

function watch(registration) {
  const { serviceWorker } = navigator;
  // Whether this page came from a kept build: only then is another one an update.
  const kept = Boolean(serviceWorker.controller);
  const ready = () => {
    if (kept && registration.waiting) offer(() => registration.waiting ? registration.waiting.postMessage("use") : location.reload());
  };
  const follow = (worker) => worker?.addEventListener("statechange", () => {
    if (worker.state === "installed") ready();
    if (worker.state === "activated") root.dataset.offline = "yes";
    if (worker.state === "redundant" && !registration.active) root.dataset.offline = "no";
  });
  let asked = false;
  addEventListener("click", ({ target }) => (asked ||= target.closest?.("#newer")), true);
  // Another tab may have asked for it: this one is not reloaded under the person's hands.
  serviceWorker.addEventListener("controllerchange", () => kept && (asked ? location.reload() : offer(() => location.reload())));
  registration.addEventListener("updatefound", () => follow(registration.installing));
  follow(registration.installing);
  if (registration.active) root.dataset.offline = "yes";
  ready();
}

// No network is spared for who asked to save it, and a page that is no site of its own keeps nothing.
if (navigator.serviceWorker && !navigator.connection?.saveData) {
  navigator.serviceWorker.register(podlab.keeper(), { updateViaCache: "none" }).then(watch, () => (root.dataset.offline = "no"));
} else root.dataset.offline = "no";

// A manifest that is opened with the installed page is treated as one that is dropped on it.
globalThis.launchQueue?.setConsumer(async ({ files }) => {
  if (!files.length) return;
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(await file.getFile());
  document.dispatchEvent(new DragEvent("drop", { dataTransfer, cancelable: true }));
});
