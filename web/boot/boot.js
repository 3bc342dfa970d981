// Starts the engine with the page, then the app after the first paint of the picture in index.html; says so when it cannot.
/** The build of this file. `cargo xtask finish` puts the same into every part of a deployment. */
const BUILD = "{build}";
const at = (path) => new URL(path, document.baseURI);
/** A part whose name is the same in every build: the address tells them apart, so that no cache mixes them up. */
const part = (name) => podlab.files?.[name] ?? at(`${name}?${BUILD}`);
const named = (name) => document.querySelector(`meta[name="${name}"]`).dataset;
/** The file with the functions that a program needs neither for the first look nor for the first word on a text. */
const laterOf = (program) => program.replace("_bg.wasm", "_later.wasm");

function fail(words) {
  const failed = document.getElementById("failed");
  document.body.prepend(failed);
  failed.hidden = false;
  failed.querySelector("code").textContent = words;
  failed.querySelector("button").onclick = () => location.reload();
}

/** The start of what page and worker say then. */
const MIXED = "Two builds of Podlab are mixed here";

/** Refuses a part of another deployment: an upload may be under way, or something on the way keeps old files. */
function match(name, build) {
  if (build === BUILD) return;
  const words = `${MIXED}: boot.js is of ${BUILD}, ${name} of ${build || "another one"}. Your text is kept. Load the page again in a minute; whoever put it here should upload the whole folder again.`;
  fail(words);
  throw new Error(words);
}

match("index.html", named("podlab-build").build);
match("embed.js", podlab.build);

const found = named("podlab-app");
/** The app's program, which index.html has asked for already. */
const answer = fetch(part(found.wasm));
/** Whether the link brings a text: the server's word on it is awaited, and not the first example's run. */
const brought = location.hash.startsWith("#v");
const embedded = "embed" in document.documentElement.dataset;
/** When the picture's sentence is on the screen: a browser that counts paints forgets one whose element has gone before that.
 *  Elsewhere after two frames, the first of which paints it. */
const onScreen = () => new Promise((done) => {
  if (!PerformanceObserver.supportedEntryTypes.includes("element")) return requestAnimationFrame(() => requestAnimationFrame(done));
  new PerformanceObserver(done).observe({ type: "element", buffered: true });
  setTimeout(done, 1500); // A page that is covered paints nothing.
});
/** A hidden page paints none and is given none; an embedded one is hidden until it has the author's text. */
const painted = embedded || document.hidden ? Promise.resolve() : onScreen();
/** The program read piece by piece while it comes: as a whole, right before the first drawing, that is one long task with it. */
const app = painted.then(() => WebAssembly.compileStreaming(answer));
/** Its last byte. The engine is asked for then, unless it is awaited itself: side by side the two share a slow line, and the first look waits. */
const seen = app.catch(() => {});
/** The app's first drawing, or the words why there is none. */
const begun = painted.then(start);
/** When a person sees something: a frame that was asked for may still be on its way to the screen. */
const shown = Promise.race([begun, new Promise((done) => new PerformanceObserver(done).observe({ type: "paint", buffered: true }))]);
/** The engine's program: loaded and compiled once, also for workers that are started later. */
const engine = Promise.all(brought ? [] : [seen, shown]).then(loadEngine);
/** The examples: at once where the link names one, else when the engine has come or failed; in an embedded page when they are asked for. */
const linked = location.hash.startsWith("#ex=");
let examples = embedded ? undefined : (linked ? seen : engine.catch(() => {})).then(loadExamples);
/** A page that the browser keeps (web/boot/sw.js) has all parts at hand and could not ask for one in between. */
const kept = navigator.serviceWorker?.controller;
/** An embedded app would hold up the page around it while it asks for its later part. */
const whole = kept || embedded;
const appLater = (whole ? Promise.resolve() : engine).then(() => loadLater(found.wasm));
/** An embedded engine seldom needs its later part, and asks for it then: its worker holds up nobody. */
const engineLater = embedded && !kept ? new Promise(() => {}) : Promise.all(kept ? [] : [engine, appLater.catch(() => {})]).then(() => loadLater(ENGINE));
for (const later of [appLater, engineLater]) later.catch(() => {}); // Its program asks once more when it needs it.
/** The pages that explain errors and words, right behind the engine, which waits for them when it is asked; empty when they do not come. */
const pages = engine.then(() => loadText("pages.txt")).catch(() => "");
/** The documentation of the API's fields, for hovers and completions: the last that is loaded. An embedded page has no editor. */
const docs = embedded ? Promise.resolve("") : Promise.all([pages, examples?.catch(() => {})]).then(() => loadText("docs.txt"));

const ENGINE = named("podlab-engine").wasm;
/** Refuses a program of another deployment. */
const matchProgram = (name) => (module) => match(name, WebAssembly.Module.customSections(module, "podlab-build").map((bytes) => new TextDecoder().decode(bytes))[0]);

async function loadEngine() {
  const answer = fetch(part(ENGINE), { priority: "low" });
  // Compiling takes all processors: the app draws first, unless it waits for the author's text.
  if (!embedded) await begun;
  const module = await WebAssembly.compileStreaming(answer);
  matchProgram(ENGINE)(module);
  return module;
}

/** A program's later part. A program that needs it before it has come, or when it did not, asks for it once more. */
async function loadLater(program) {
  const module = await WebAssembly.compileStreaming(fetch(part(laterOf(program)), { priority: "low" }));
  matchProgram(laterOf(program))(module);
  return module;
}

async function loadExamples() {
  const found = await fetch(part("examples.bin"), { priority: "low" });
  return found.ok ? new Uint8Array(await found.arrayBuffer()) : undefined;
}

async function loadText(file) {
  const found = await fetch(part(file), { priority: "low" });
  return found.ok ? found.text() : "";
}

/** The only two programs that a browser may start for this page: its policy (in index.html) lets no text become one otherwise. */
const trusted = globalThis.trustedTypes?.createPolicy("podlab", {
  createScriptURL: (address) => {
    if (address === String(part("worker.js")) || address === String(at("sw.js"))) return address;
    throw new TypeError(`${address} is no program of Podlab`);
  },
});
const programAt = (address) => trusted?.createScriptURL(String(address)) ?? address;

// The app's framework writes styles as attributes, which the policy refuses, since they may be text; as properties they are allowed.
const { setAttribute } = Element.prototype;
Element.prototype.setAttribute = function (name, value) {
  if (name === "style") this.style.cssText = value;
  else setAttribute.call(this, name, value);
};

function startWorker() {
  const worker = new Worker(programAt(part("worker.js")), { type: podlab.files ? "classic" : "module" });
  // The app listens from its first question on: what happens before must not be lost.
  worker.onerror = () => (worker.failed = true);
  worker.addEventListener("message", ({ data }) => typeof data === "string" && data.startsWith(MIXED) && fail(data));
  // A worker that gets no program says so.
  const begin = (module) => (kept ? engineLater.catch(() => {}) : Promise.resolve()).then((rest) => worker.postMessage({ module, build: BUILD, later: String(part(laterOf(ENGINE))), rest }));
  engine.then(begin, (error) => worker.postMessage({ failed: String(error) }));
  engineLater.then((rest) => worker.postMessage({ rest }), () => {});
  pages.then((text) => worker.postMessage({ pages: text }));
  docs.then((text) => worker.postMessage({ docs: text }), () => {});
  return worker;
}

let first = startWorker();

/** When a place can be seen, or nearly. */
const inView = (place) => new Promise((done) => {
  const watch = new IntersectionObserver((seen) => seen.some(({ isIntersecting }) => isIntersecting) && (watch.disconnect(), done()), { rootMargin: "50%" });
  watch.observe(place);
});

/** What the app calls. */
Object.defineProperties(globalThis.podlab, Object.getOwnPropertyDescriptors({
  /** A worker with the engine: the one that started with the page, then new ones. */
  startEngine: () => {
    const worker = first || startWorker();
    first = undefined;
    if (worker.failed) throw new Error("the engine's worker could not be loaded");
    return worker;
  },
  /** The bytes of the examples. */
  get examples() {
    return (examples ??= loadExamples());
  },
  /** The text of a file: UTF-16 where a byte-order mark says so, as Windows' tools write it, else UTF-8, which a file may not be;
   *  or Windows-1252, which any file can be. */
  textOf: async (file, old) => {
    const bytes = await file.arrayBuffer();
    const mark = String(new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength)));
    const wide = { "255,254": "utf-16le", "254,255": "utf-16be" }[mark];
    return new TextDecoder(old ? "windows-1252" : wide, { fatal: !wide }).decode(bytes);
  },
  /** The address of the program that keeps the page (web/boot/offline.js). */
  keeper: () => programAt(at("sw.js")),
  /** The editor's bundle, when its place comes into view: a phone shows the run first, and building an editor holds it up. */
  loadEditor: async (place) => {
    await inView(place);
    // The server's word on a text that is brought comes before the comfort of writing.
    if (brought) await engine.catch(() => {});
    const editor = await import(part("editor.js"));
    match("editor.js", editor.build);
    return editor;
  },
}));

/** What was pressed on the picture before the app came: it is pressed again when it has come. */
const early = [];
function hearEarly(event) {
  const { target, key, ctrlKey, metaKey, shiftKey } = event;
  const within = (selector) => target instanceof Element && target.closest(selector);
  if (event.type === "click") {
    // The browser has done its own part already: links, popovers, boxes to tick.
    const id = within("button:not([popovertarget])")?.id;
    if (id) early.push(() => document.getElementById(id)?.click());
    return;
  }
  const palette = (ctrlKey || metaKey) && key.toLowerCase() === "k";
  const plays = target === document.body && !ctrlKey && !metaKey && !event.altKey && /^( |[a-z\d?]|Home|End|Arrow(Left|Right))$/i.test(key);
  if (!palette && !plays) return;
  event.preventDefault();
  early.push(() => (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey, metaKey, shiftKey, bubbles: true, cancelable: true })));
}
const heardEarly = ["keydown", "click"];
if (!embedded) heardEarly.forEach((type) => addEventListener(type, hearEarly));

async function start() {
  try {
    const program = await import(part(found.script));
    if (program.later) {
      const name = laterOf(found.wasm);
      Object.assign(program.later, { address: part(name), check: matchProgram(name), failed: (error) => fail(String(error)), module: whole ? await appLater.catch(() => {}) : undefined });
      appLater.then((module) => (program.later.module ??= module), () => {});
    }
    await globalThis.podlab.greeted;
    await program.default({ module_or_path: await app });
    heardEarly.forEach((type) => removeEventListener(type, hearEarly));
    document.documentElement.dataset.started = "yes";
    // After its first drawing, when it listens.
    setTimeout(() => early.forEach((press) => press()));
  } catch (error) {
    console.error(error);
    fail(String(error));
  }
}

// Last of all, and in a page of its own only: the files are kept for when there is no network.
if (!embedded && !podlab.files) docs.then(() => import(part("offline.js"))).catch(() => (document.documentElement.dataset.offline = "no"));
