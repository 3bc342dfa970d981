// <pod-lab>: Podlab in somebody's page; docs/embedding.md describes attributes, events and messages.
//
// One classic script, so that any host may serve it, without a header. The playground comes in a frame when the element
// comes near the window. The frame draws nothing before it has heard the author's text, which is why the greeting is
// repeated until it is answered: no moment is sure to be the right one.
(() => {
  /** The version of the messages; a frame of another one is not listened to. */
  const PROTOCOL = 1;
  /** Where the playground is: beside this file, unless the page around says it, as those must that bundle this file. */
  const script = document.currentScript || document.querySelector('script[src*="pod-lab.js"]');
  const HOME = new URL("./", globalThis.podlabHome || (script ? script.src : location.href));
  /** How near to the window it is loaded. */
  const NEAR = "300px";
  /** Milliseconds between two greetings, and until the frame is given up. */
  const GREET = 150;
  const PATIENCE = 20000;
  /** So many frames live on one page; one that is out of sight serves the next element, which costs no second load. */
  const MOST = 3;
  const SIZES = { small: 280, medium: 420, large: 640 };
  /** The height of a view that has no `height`: known before anything is loaded, so that nothing moves. */
  const VIEWS = { errors: 260, timeline: 320, resources: 420, events: 420, terminal: 420 };
  const USUAL = 600;
  const STYLE = `:host{display:block}.box{position:relative;overflow:hidden}
.text{position:absolute;inset:0;overflow:auto}.caption{margin:.5em 0 0}.caption:empty,.said:empty{display:none}
.said{position:absolute;inset:auto 0 0;margin:0;padding:.5em;background:Canvas;color:CanvasText}
iframe{position:absolute;inset:0;width:100%;height:100%;border:0;visibility:hidden}.shown iframe{visibility:visible}
@media print{.box{height:auto!important}.text{position:static;display:block!important;content-visibility:visible!important}iframe,.said{display:none}}`;

  /** Elements with a frame, the ones that came or went last behind; those that wait for one, and the one that is loading. */
  let live = [];
  let waiting = [];
  let loading;
  /** Counts the greetings of the page: what a frame says carries the number that it heard last, so none is mistaken. */
  let greetings = 0;

  /** Loads the next: one at a time, so that the page stays quick and the files come once. Who is only near waits for room. */
  function next() {
    const able = waiting.filter((one) => one.seen || live.length < MOST || live.some((other) => !other.near));
    if (loading || !able.length) return;
    const away = (one) => {
      const { top, height } = one.getBoundingClientRect();
      return Math.abs(top + height / 2 - innerHeight / 2);
    };
    loading = able.reduce((one, other) => (away(other) < away(one) ? other : one));
    waiting = waiting.filter((one) => one !== loading);
    loading.load();
  }

  /** Numbers beside code: they are no part of it. */
  const isNumbers = (element) =>
    /(^|\s)(ln|lnt|linenos?|linenodiv|line-?numbers?\S*|hljs-ln-\S+|\S*gutter\S*)(\s|$)/i.test(element.getAttribute("class") || "") &&
    /^[\s\d]*$/.test(element.textContent);
  /** What `podlab prerender` wrote for readers without scripts: shown until the frame is there, and no part of the text. */
  const isFigure = (element) => element.matches("figure[data-podlab]");
  /** What stands on a line of its own, with or without a line feed. */
  const isLine = (element) =>
    /^(DIV|P|LI|TR|H\d)$/.test(element.tagName) || /(^|\s)(line|token-line|code-line|view-line)(\s|$)/.test(element.getAttribute("class") || "");

  /** The text of an element in whatever markup a site's generator made of it. */
  function textOf(root) {
    let text = "";
    let added = false; // the last line feed is of ours: one that follows in the text is the same
    const feed = () => ((text += "\n"), (added = true));
    (function walk(node) {
      for (const child of node.childNodes) {
        if (child.nodeType === 3) {
          let data = child.data.replace(/\r\n?/g, "\n").replace(/[\u200b\ufeff]/g, "").replace(/\u00a0/g, " ");
          if (!data) continue;
          if (added && data[0] === "\n") data = data.slice(1);
          added = false;
          text += data;
        } else if (child.nodeType !== 1 || /^(BUTTON|STYLE|SCRIPT|TEMPLATE|SVG)$/i.test(child.tagName) || isNumbers(child) || isFigure(child)) continue;
        else if (child.tagName === "BR") feed();
        else if (isLine(child)) {
          if (text && !text.endsWith("\n")) feed();
          const before = text.length;
          walk(child);
          if (text.length === before || !text.endsWith("\n")) feed();
        } else walk(child);
      }
    })(root);
    return text;
  }

  /** Without the indentation that all lines share, and empty lines around. */
  function trimmed(text) {
    const lines = text.replace(/^(\s*\n)+/, "").trimEnd().split("\n");
    const least = Math.min(...lines.filter((line) => line.trim()).map((line) => line.search(/\S/)));
    return least > 0 && least < Infinity ? lines.map((line) => line.slice(least)).join("\n") : lines.join("\n");
  }

  class PodLab extends HTMLElement {
    static observedAttributes = ["theme", "height", "view", "src", "story-src", "example", "version", "start", "speed", "editable", "readonly", "caption", "data-code"];
    #box;
    #frame;
    #near; #sight; #changes;
    #hello;
    #said = "";
    #anew = false; // the frame showed another element before
    #number = 0;
    #timer;
    #files = new Map();
    #own = {}; // what a script has set
    #edited = {}; // what the reader has made of it
    #parked; // that and the playhead, for the next frame
    #queue = []; // what a script asked for before there was a frame
    #state = {};
    #ready = false;
    #there = false;
    #heard = (event) => this.#listen(event);

    connectedCallback() {
      const shadow = this.shadowRoot || this.attachShadow({ mode: "open" });
      const make = (tag, name) => Object.assign(document.createElement(tag), { className: name });
      const sheet = new CSSStyleSheet(); // no style element: a page's policy may forbid those
      sheet.replaceSync(STYLE);
      shadow.adoptedStyleSheets = [sheet];
      this.#box = make("div", "box");
      const text = make("div", "text");
      text.append(document.createElement("slot"));
      // Who finds a word of the manifest sees it; a click brings the playground back.
      text.addEventListener("beforematch", () => this.#box.classList.remove("shown"));
      text.addEventListener("click", () => this.#ready && this.#show());
      const caption = make("p", "caption");
      caption.part = "caption";
      this.#box.append(text, make("p", "said"));
      shadow.replaceChildren(this.#box, caption);
      this.#dress();
      addEventListener("message", this.#heard);
      this.#near = new IntersectionObserver((seen) => this.#moved(seen.at(-1).isIntersecting), { rootMargin: NEAR });
      this.#near.observe(this);
      this.#sight = new IntersectionObserver((seen) => ((this.seen = seen.at(-1).isIntersecting), next()));
      this.#sight.observe(this);
      this.#changes = new MutationObserver(() => this.#greet());
      this.#changes.observe(this, { childList: true, characterData: true, subtree: true });
    }

    disconnectedCallback() {
      removeEventListener("message", this.#heard);
      [this.#near, this.#sight, this.#changes, this.#visible].forEach((one) => one?.disconnect());
      this.park();
    }

    attributeChangedCallback(name) {
      if (!this.#box) return;
      this.#dress();
      if (name === "theme") this.#say({ type: "theme", theme: this.#theme() });
      else if (name !== "height" && name !== "caption") this.#greet();
    }

    /** The text that is shown: the author's until the reader or a script changes it. */
    get manifest() { return this.#edited.manifest ?? this.#own.manifest ?? this.#hello?.manifest ?? this.#texts().manifest; }
    set manifest(text) { this.#put("manifest", text); }
    get story() { return this.#edited.story ?? this.#own.story ?? this.#hello?.story ?? this.#texts().story; }
    set story(text) { this.#put("story", text); }
    #put(name, text) {
      this.#edited = {};
      this.#own[name] = text == null ? undefined : String(text); // frameworks set undefined when a property goes
      this.#greet();
    }
    get currentTime() { return this.#state.time ?? (Number(this.getAttribute("start")) || 0); }
    set currentTime(seconds) { this.#do("seek", (this.#state.time = Number(seconds))); }
    get duration() { return this.#state.duration ?? NaN; }
    get paused() { return !this.#state.playing; }
    get status() { return this.#state.status ?? ""; }
    play() { this.#do("play"); }
    pause() { this.#do("pause"); }

    /** Near the window it waits for its turn; far from it, it makes room. */
    #moved(near) {
      live = live.filter((one) => one !== this);
      if (this.#frame) live.push(this);
      waiting = waiting.filter((one) => one !== this);
      if (near && !this.#frame) waiting.push(this);
      this.near = near;
      next();
    }

    /** Puts the frame in, hidden until it has the text. */
    load() {
      const far = live.length < MOST ? undefined : (live.find((one) => !one.near) ?? live.find((one) => !one.seen));
      const given = far?.park(this.#box);
      if (far?.near) waiting.push(far);
      const frame = (this.#frame = given ?? this.#made());
      this.#anew = this.#there = !!given;
      frame.title = this.getAttribute("title") || this.getAttribute("caption") || "Podlab: what a cluster would do with this Pod";
      live.push(this);
      this.#said = "";
      this.#greet();
      setTimeout(() => {
        if (frame !== this.#frame) return;
        this.#over();
        if (!this.#ready) this.#tell(`Podlab did not come from ${HOME.host}: it may be out of reach, or this page's policy forbids frames from there.`);
      }, PATIENCE);
    }

    /** A new frame, in its place. */
    #made() {
      const frame = document.createElement("iframe");
      // Scripts and its own origin, which files of a static host need; not this page, its top window or its forms.
      frame.sandbox = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox";
      frame.allow = "clipboard-write";
      frame.referrerPolicy = "no-referrer";
      if (globalThis.crossOriginIsolated) frame.credentialless = true;
      frame.src = new URL("index.html?embed=element", HOME);
      this.#box.append(frame);
      // The frame says when it is there; should that be lost, it has loaded at last.
      frame.addEventListener("load", () => frame === this.#frame && this.#repeat());
      return frame;
    }

    /** Takes the frame out, or gives it away into another element's box where the browser moves it as it is; returns it then. */
    park(box) {
      clearTimeout(this.#timer);
      this.#over();
      live = live.filter((one) => one !== this);
      waiting = waiting.filter((one) => one !== this);
      // The reader's edits and playhead are kept for the next frame.
      if (this.#ready) this.#parked = { ...this.#edited, start: this.#state.time ?? 0 };
      const frame = this.#frame;
      const given = this.#ready && box?.moveBefore ? frame : undefined;
      given ? box.moveBefore(given, null) : frame?.remove();
      this.#frame = this.#hello = undefined;
      this.#ready = this.#there = false;
      this.#box.classList.remove("shown");
      this.#box.firstChild.removeAttribute("hidden");
      return given;
    }

    #over() {
      if (loading === this) loading = undefined;
      next();
    }

    #show() {
      this.#box.classList.add("shown");
      this.#box.firstChild.setAttribute("hidden", "until-found");
      this.#tell("");
    }

    #tell(words) { this.#box.querySelector(".said").textContent = words; }

    /** What needs no frame: the height, which is known at once, and the caption. */
    #dress() {
      const asked = this.getAttribute("height");
      const fixed = SIZES[asked] || parseFloat(asked);
      const usual = VIEWS[this.getAttribute("view")] || USUAL;
      this.#box.style.height = `${fixed > 0 ? fixed : (asked === "auto" && this.#state.height) || usual}px`;
      this.shadowRoot.querySelector(".caption").textContent = this.getAttribute("caption");
    }

    /** Manifest and story as they stand in the page. */
    #texts() {
      const code = this.dataset.code;
      const own = (selector) => [...this.querySelectorAll(selector)].filter((one) => one.closest("pod-lab") === this);
      const plain = (one) => trimmed((one.content || one).textContent);
      const scripts = own('script[type*="yaml"],script[type*="json"],template');
      const told = scripts.find((one) => "story" in one.dataset);
      const given = scripts.find((one) => one !== told);
      const blocks = own("pre").map((one) => [one, trimmed(textOf(one))]).filter(([one, text]) => text && /[^\s\d]/.test(text) && !one.parentElement.closest("pre"));
      const marked = blocks.find(([one]) => one.closest("[data-story]"));
      const rest = blocks.filter((one) => one !== marked);
      let manifest = code ? trimmed(code) : given ? plain(given) : rest[0]?.[1];
      manifest ??= blocks.length ? "" : trimmed(textOf(this));
      const second = code || given ? rest[0] : rest[1];
      return { manifest, story: told ? plain(told) : ((marked || second)?.[1] ?? "") };
    }

    /** A file of the page's own host, or of one that lets itself be read. */
    #file(address) {
      if (!this.#files.has(address)) {
        const found = { text: "" };
        this.#files.set(address, found);
        // Inside a promise, where an address that is none fails as a file does that is not there.
        found.came = Promise.resolve().then(() => fetch(new URL(address, document.baseURI)))
          .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
          .then((text) => (found.text = text), (error) => (found.error = `${address} could not be loaded (${error}).`));
      }
      return this.#files.get(address);
    }

    /** Says hello when the content is another one than was said last. */
    async #greet() {
      const frame = this.#frame;
      if (!frame) return;
      // A page that is still coming may hold half of the text.
      if (document.readyState === "loading") return document.addEventListener("DOMContentLoaded", () => this.#greet(), { once: true });
      const files = ["src", "story-src"].map((name) => this.getAttribute(name)).map((address) => address && this.#file(address));
      await Promise.all(files.map((file) => file?.came));
      if (frame !== this.#frame) return;
      const [texts, [src, story]] = [this.#texts(), files];
      const hello = {
        manifest: this.#own.manifest ?? src?.text ?? texts.manifest,
        story: this.#own.story ?? story?.text ?? texts.story,
        example: this.getAttribute("example") || "",
        error: [src?.error, story?.error].filter(Boolean).join(" "),
        version: this.getAttribute("version") || "",
        start: Number(this.getAttribute("start")) || 0,
        view: this.getAttribute("view") || "",
        editable: this.hasAttribute("editable") && !this.hasAttribute("readonly"),
      };
      if (hello.manifest || hello.error) hello.example = "";
      const said = JSON.stringify(hello);
      if (said === this.#said) return;
      this.#said = said;
      this.#number = greetings += 1;
      // The number last: the reader's text still has that of its own message.
      this.#hello = { type: "hello", theme: this.#theme(), anew: this.#anew && !this.#ready, ...hello, ...this.#parked, number: this.#number };
      this.#edited = this.#parked || {};
      if (this.#there) this.#repeat();
    }

    #repeat() {
      this.#there = true;
      clearTimeout(this.#timer);
      if (!this.#hello) return;
      this.#say(this.#hello);
      this.#timer = setTimeout(() => this.#repeat(), GREET);
    }

    #theme() {
      const theme = this.getAttribute("theme");
      if (theme === "light" || theme === "dark") return theme;
      // As the page around it is, however it says so: the first colour behind the element, else the browser's own.
      for (let at = this; at; at = at.parentElement || at.getRootNode().host) {
        const [red, green, blue, alpha = 1] = (getComputedStyle(at).backgroundColor.match(/^rgba?\((.*)\)/)?.[1] ?? "").split(/[ ,/]+/).map(Number);
        if (alpha > 0.5 && blue >= 0) return 0.3 * red + 0.6 * green + 0.1 * blue < 110 ? "dark" : "light";
      }
      const scheme = getComputedStyle(document.documentElement).colorScheme;
      return /light dark|dark light/.test(scheme) ? "auto" : scheme === "dark" ? "dark" : "light";
    }

    #do(what, value) {
      if (this.#ready) this.#say({ type: "do", what, value });
      else this.#queue.push([what, value]);
    }

    #say(message) { this.#frame?.contentWindow?.postMessage({ podlab: PROTOCOL, ...message }, HOME.origin); }

    #listen({ source, origin, data }) {
      if (!this.#frame || source !== this.#frame.contentWindow || origin !== HOME.origin) return;
      if (data?.podlab !== PROTOCOL) return;
      const { podlab: _, type, number, ...fields } = data;
      if (type === "here") this.#repeat();
      else if ((number ?? this.#number) !== this.#number) return; // said before the last greeting was heard
      if (type === "heard") clearTimeout(this.#timer);
      if (type === "height") {
        this.#state.height = fields.height;
        this.#dress();
      }
      if (type === "time") Object.assign(this.#state, fields);
      if (type === "status") this.#status(fields);
      if (type === "change") {
        this.#edited = fields;
        this.#emit("change", fields);
      }
    }

    #status(fields) {
      Object.assign(this.#state, fields);
      if (!this.#ready) {
        this.#ready = true;
        this.#parked = undefined; // not before: a frame may be given away while it is on its way
        this.#show();
        this.#over();
        const speed = Number(this.getAttribute("speed"));
        if (speed > 0) this.#do("speed", speed);
        for (const asked of this.#queue.splice(0)) this.#do(...asked);
        this.#autoplay();
        this.#emit("ready", fields);
      }
      this.#emit("status", fields);
    }

    #emit(name, detail) { this.dispatchEvent(new CustomEvent(`podlab-${name}`, { detail, bubbles: true, composed: true })); }

    #visible;
    /** Plays once half of it is seen; not for those who want less motion. */
    #autoplay() {
      if (this.getAttribute("autoplay") !== "visible" || this.#visible || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
      this.#visible = new IntersectionObserver((seen) => {
        if (!seen.some((one) => one.isIntersecting)) return;
        this.#visible.disconnect();
        this.play();
      }, { threshold: 0.5 });
      this.#visible.observe(this);
    }

    /** The page around has changed its colours. */
    repaint() { this.#say({ type: "theme", theme: this.#theme() }); }
  }

  customElements.get("pod-lab") || customElements.define("pod-lab", PodLab);
  // At once, and when a change of colours that takes its time has ended.
  const repaint = () => [0, 500].forEach((wait) => setTimeout(() => live.forEach((one) => one.repaint()), wait));
  const watch = new MutationObserver(repaint);
  const start = () => [document.documentElement, document.body].forEach((one) => watch.observe(one, { attributes: true }));
  document.body ? start() : document.addEventListener("DOMContentLoaded", start);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
})();
