// Keeps what a person writes in this browser's own storage while they write it, before the app sees it: nothing that
// fails later can lose it. Nothing leaves the browser. An embedded page keeps nothing: its text is its author's.
// One entry for each page that was written in: {text, story, rules, nodes, version, at}, the newest eight.
(() => {
  const PREFIX = "podlab-kept-";
  const TAB = "podlab-kept";
  const MOST = 8;
  // Milliseconds between two writes: the storage is slow with long texts.
  const PAUSE = 250;
  // Milliseconds from a key to its write, so that what the key brings is drawn first. A change of more than LARGE letters, as
  // a paste is, is written at once: it is the likeliest to end the page.
  const AFTER = 100;
  const LARGE = 100;
  const root = document.documentElement;
  if ("embed" in root.dataset) return;

  const newKey = () => PREFIX + Date.now().toString(36) + Math.random().toString(36).slice(2, 8);
  /** Storage can be refused, full, or changed by another tab at any time. */
  const attempt = (work, otherwise) => {
    try {
      return work();
    } catch {
      return otherwise;
    }
  };
  const read = (key) => attempt(() => {
    const kept = JSON.parse(localStorage.getItem(key));
    return kept && typeof kept.text === "string" ? { ...kept, key } : undefined;
  });
  const keys = () => attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)), []);
  /** All entries, the newest first. */
  const entries = () => keys().map(read).filter(Boolean).sort((one, other) => other.at - one.at);

  // A reload, or a step back to this page, goes on with what this tab wrote; its address may be older.
  const way = performance.getEntriesByType("navigation")[0]?.type;
  const before = attempt(() => sessionStorage.getItem(TAB));
  let again = before && (way === "reload" || way === "back_forward") ? read(before) : undefined;
  /** The newest texts of other visits and tabs, each once. */
  const earlier = entries().filter((kept, place, all) =>
    kept.key !== again?.key && kept.text.trim() && all.findIndex((one) => one.text === kept.text) === place);

  let key = newKey();
  let now = {};
  let written = 0;
  let counted;
  let timer;

  function write() {
    clearTimeout(timer);
    timer = undefined;
    if (now.text === undefined || now.at === undefined) return;
    written = performance.now();
    const value = JSON.stringify(now);
    let kept = attempt(() => (localStorage.setItem(key, value), true), false);
    // Full: older texts make room, the oldest first.
    for (const old of kept ? [] : entries().reverse()) {
      if (kept || old.key === key) continue;
      attempt(() => localStorage.removeItem(old.key));
      kept = attempt(() => (localStorage.setItem(key, value), true), false);
    }
    if (kept) {
      attempt(() => sessionStorage.setItem(TAB, key));
      // The same text goes on under another name, so that two tabs that began as one do not write over each other.
      if (again) attempt(() => localStorage.removeItem(again.key));
      again = undefined;
      // Only a new entry can be one too many: reading all of them takes longer than writing one.
      if (counted !== key) entries().slice(MOST).forEach((old) => attempt(() => localStorage.removeItem(old.key)));
      counted = key;
      delete root.dataset.unkept;
    } else {
      root.dataset.unkept = "yes";
    }
  }

  function soon(after) {
    const rest = Math.max(after, written + PAUSE - performance.now());
    if (rest <= 0) write();
    else timer ??= setTimeout(write, rest);
  }

  /** Whether less than half of a text stands as it stood. */
  function replaces(before, after) {
    const most = Math.min(before.length, after.length);
    let head = 0, tail = 0;
    while (head < most && before[head] === after[head]) head++;
    while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
    return Boolean(before.trim() && after.trim()) && (head + tail) * 2 < before.length;
  }

  /** Another text as a whole comes: what was written stays as an entry of its own. */
  function next() {
    leave();
    leaveOff();
    key = newKey();
    delete now.at;
  }

  /** What this tab shows now is nobody's own: a reload goes by the address. */
  const leaveOff = () => attempt(() => sessionStorage.removeItem(TAB));

  /** Writes at once what still waits. */
  const leave = () => timer !== undefined && write();

  /** Takes over what the page holds; `own` when the person made something of it. */
  function note(part, own = true) {
    const same = Object.entries(part).every(([name, value]) => now[name] === value);
    if (same) return;
    // A text over the whole of another one, as a paste is: the other one stays as an entry of its own.
    if (now.at !== undefined && part.text !== undefined && replaces(now.text ?? "", part.text)) next();
    const large = Math.abs((part.text ?? now.text)?.length - now.text?.length) > LARGE;
    now = { ...now, ...part };
    if (!own) return leaveOff();
    now.at = Date.now();
    soon(large ? 0 : AFTER);
  }

  addEventListener("input", ({ target }) => {
    const name = target?.dataset?.keep;
    if (name) note({ [name]: target.value });
  }, true);
  // The last moments at which a page can be sure to run.
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());

  // Added to, not replaced: embed.js and the app hold the same object.
  globalThis.podlab.kept = {
    /** What this tab had when it was reloaded, and the texts of other visits and tabs. */
    again,
    earlier,
    note,
    /** Nothing to do for a text that has come to the script before. */
    next: (text) => text === now.text || next(),
    /** An entry is not to be offered again. */
    forget: (key) => attempt(() => localStorage.removeItem(key)),
  };
})();
