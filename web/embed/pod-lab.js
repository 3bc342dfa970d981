// <pod-lab>: Podlab in somebody's page.
//
//   <script type="module" src="https://HOST/pod-lab.js"></script>
//   <pod-lab view="timeline" theme="auto" start="3.5" version="1.36" height="420">
//     <pre>apiVersion: v1 ...</pre>
//     <script type="application/yaml" data-story>containers: ...</script>
//   </pod-lab>
//
// The child, <pre> or <script type="application/yaml">, is the manifest; a <pre> is also what a reader without
// JavaScript sees. `start` is where the playhead stands, in seconds; `view` names the panel that is open when a reader
// goes on to the whole page (events, resources, story, describe, status); `height` fixes the height, which otherwise
// follows the content.
//
// The playground comes in a frame when the element comes near the window. The two talk by messages
// `{podlab: 1, type, ...}`, each checked for its source and origin:
//   to the frame    hello {theme, manifest, story, version, start, view} · theme {theme}
//   from the frame  height {height}

/** The version of the messages; a frame of another one is not listened to. */
const PROTOCOL = 1;
/** Where the playground is: beside this file. */
const HOME = new URL("./", import.meta.url);
/** However little it holds. */
const LEAST_HEIGHT = 120;
/** How near to the window it is loaded. */
const NEAR = "600px";

class PodLab extends HTMLElement {
  static observedAttributes = ["theme", "height"];
  #frame;
  #observer;
  #heard = (event) => this.#listen(event);

  connectedCallback() {
    if (this.#frame) return;
    this.style.display ||= "block";
    addEventListener("message", this.#heard);
    this.#observer = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && this.#load(), { rootMargin: NEAR });
    this.#observer.observe(this);
  }

  disconnectedCallback() {
    removeEventListener("message", this.#heard);
    this.#observer?.disconnect();
    this.#frame?.remove();
    this.#frame = undefined;
  }

  attributeChangedCallback(name) {
    if (!this.#frame) return;
    if (name === "theme") this.#say({ type: "theme", theme: this.#theme() });
    if (name === "height") this.#size(this.#frame.offsetHeight);
  }

  /** Puts the frame in; the fallback stays until it answers. */
  #load() {
    this.#observer.disconnect();
    if (this.#frame) return;
    const frame = document.createElement("iframe");
    frame.title = this.getAttribute("title") || "Podlab: what a cluster would do with this Pod";
    // Scripts and its own origin, which files of a static host need; not this page, its top window or its forms.
    frame.sandbox = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox";
    frame.allow = "clipboard-write";
    frame.referrerPolicy = "no-referrer";
    frame.style.cssText = "display:block;width:100%;border:0";
    frame.src = new URL("index.html?embed", HOME);
    frame.addEventListener("load", () => this.#say({ type: "hello", theme: this.#theme(), ...this.#content() }));
    this.#frame = frame;
    frame.style.height = "0";
    // The slot shows the fallback; it stays in the page's own tree, for search and print, when the frame takes its place.
    (this.shadowRoot || this.attachShadow({ mode: "open" })).replaceChildren(document.createElement("slot"), frame);
  }

  #content() {
    const text = (selector) => this.querySelector(selector)?.textContent.replace(/^\n/, "") ?? "";
    return {
      manifest: text('script[type="application/yaml"]:not([data-story]), pre'),
      story: text("script[data-story]"),
      version: this.getAttribute("version") || "",
      start: Number(this.getAttribute("start")) || 0,
      view: this.getAttribute("view") || "",
    };
  }

  #theme() {
    const theme = this.getAttribute("theme");
    return theme === "light" || theme === "dark" ? theme : "auto";
  }

  #say(message) {
    this.#frame?.contentWindow?.postMessage({ podlab: PROTOCOL, ...message }, HOME.origin);
  }

  #listen({ source, origin, data }) {
    if (!this.#frame || source !== this.#frame.contentWindow || origin !== HOME.origin) return;
    if (data?.podlab !== PROTOCOL) return;
    if (data.type === "height" && Number.isFinite(data.height)) {
      this.shadowRoot.querySelector("slot")?.remove();
      this.#size(data.height);
    }
  }

  #size(height) {
    const fixed = Number(this.getAttribute("height"));
    this.#frame.style.height = `${Math.ceil(fixed > 0 ? fixed : Math.max(height, LEAST_HEIGHT))}px`;
  }
}

customElements.define("pod-lab", PodLab);
