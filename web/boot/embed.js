// In a frame (`?embed`): takes what the page around it sends, and tells it what happens here.
// The other side is web/embed/pod-lab.js; docs/embedding.md describes the messages.
const PROTOCOL = 1;
const root = document.documentElement;
/** The page's program says here what happens; nobody listens until there is a page around. */
const podlab = (globalThis.podlab = { ...globalThis.podlab, build: "{build}", tell() {} });
const asked = new URLSearchParams(location.search);
const framed = parent !== window;
let greet;
/** What the page around said first; at once nothing where none is waited for. */
podlab.greeted = new Promise((resolve) => (greet = resolve));

/** The messages of the page around, and the way to answer it. */
function talk() {
  let around; // the origin of the page around, once it has said hello
  let number; // of its last greeting, which it repeats until it hears that number
  let told = 0;
  const post = (message) => around && parent.postMessage({ podlab: PROTOCOL, number, ...message }, around);
  const tell = () => document.body && post({ type: "height", height: document.body.offsetHeight });
  podlab.tell = (type, fields) => {
    // The playhead moves on each frame: four times a second is enough for who only reads it.
    if (type === "time" && fields.playing && performance.now() - told < 250) return;
    if (type === "time") told = performance.now();
    post({ type, ...fields });
  };
  // This runs in the head, so as to hear the first message; the body comes later.
  addEventListener("DOMContentLoaded", () => new ResizeObserver(tell).observe(document.body));
  addEventListener("message", ({ source, origin, data }) => {
    if (source !== parent || data?.podlab !== PROTOCOL) return;
    if (data.type === "hello") greeted(data, origin);
    if (origin !== around) return;
    if (data.type === "theme") dress(data.theme);
    if (data.type === "do") {
      podlab.order = data;
      dispatchEvent(new Event("podlab-do"));
    }
  });
  function greeted(hello, origin) {
    if (around && (origin !== around || hello.number < number)) return; // one that was late
    const again = around && hello.number === number && number !== undefined;
    around = origin;
    number = hello.number;
    post({ type: "heard" });
    if (again) return;
    dress(hello.theme);
    for (const [name, value] of [["view", hello.view], ["editable", hello.editable]]) {
      if (value) root.dataset[name] = value;
      else delete root.dataset[name];
    }
    // Kept for an app that has not started yet, told to one that has.
    podlab.shared = hello;
    greet(hello);
    if (hello.anew) {
      // The frame showed another element before: nothing is seen until this one's text is drawn, by a page as after a load.
      root.dataset.waiting = "";
      scrollTo(0, 0);
    }
    dispatchEvent(new Event(hello.anew ? "podlab-anew" : "podlab-shared"));
    tell();
  }
  // Nothing but that somebody is here, which anyone may know.
  parent.postMessage({ podlab: PROTOCOL, type: "here" }, "*");
}

function dress(theme) {
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  else delete root.dataset.theme;
}

// For a room to see, from the first moment on.
if (asked.has("big")) root.dataset.big = "";
// Whoever comes for another Pod than the one in the picture does not see that one: the app shows what it has drawn.
if (/^#(v\d|ex=)/.test(location.hash)) root.dataset.waiting = "";
if (asked.has("embed")) {
  root.dataset.embed = asked.get("embed") || "yes";
  if (framed) {
    root.dataset.waiting = "";
    talk();
  }
}
// The element's frame waits for the author's text, whatever its address holds: a browser may have kept that of another frame.
if (!framed || !asked.has("embed") || (asked.get("embed") !== "element" && location.hash)) greet();
