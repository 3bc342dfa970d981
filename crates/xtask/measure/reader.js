// A reader of the page: opens it, pastes, types, plays. Relies on the ids of web/README.md alone.
import puppeteer from "puppeteer-core";

const PATIENCE = 60_000;
const FLAGS = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--lang=en-US",
  // Memory is reported at once, not only after the next garbage collection.
  "--enable-blink-features=ForceEagerMeasureMemory",
];

/** Starts the browser. */
export const start = () =>
  puppeteer.launch({ executablePath: process.env.CHROME, args: FLAGS, defaultViewport: { width: 1280, height: 900 }, protocolTimeout: 900_000 });

/** Runs `work` with a new page, whose cache is empty. */
export async function withPage(browser, work) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("pageerror", (error) => console.error(`The page said: ${error.message}`));
  try {
    await page.evaluateOnNewDocument(watch);
    return await work(page);
  } finally {
    await context.close();
  }
}

/** Opens the page and waits until it has all that it loads. */
export async function open(page, url) {
  await page.goto(url, { waitUntil: "networkidle0", timeout: PATIENCE });
  await page.waitForSelector('html[data-started="yes"]');
  await page.waitForSelector("#editor .cm-content");
  await said(page);
}

/** Waits until the API server has spoken of the text in the editor. */
const said = (page) => page.waitForFunction(() => document.querySelector('.problems[data-said="true"]') && !document.querySelector("#editor[data-typed]"));

/** Replaces the manifest and waits for the API server's verdict on it. */
export async function paste(page, text) {
  await page.evaluate(async (text) => {
    const content = document.querySelector("#editor .cm-content");
    content.focus();
    document.execCommand("selectAll");
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    await globalThis.bench.quiet();
  }, text);
  await said(page);
}

/** Plays the story at `speed`, again from its start whenever it ends. */
export async function play(page, speed) {
  await page.select("#speed", speed);
  await page.evaluate(() => globalThis.bench.loop());
}

/** The highest speed that is offered. */
export const highest = (page) => page.$$eval("#speed option", (options) => options.map((option) => option.value).sort((a, b) => b - a)[0]);

/** Runs in the page before its own scripts: records what the browser reports, and answers questions. */
function watch() {
  const bench = (globalThis.bench = { shift: 0, longest: 0, paint: 0, largest: 0, frames: 0 });
  const observe = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  observe("layout-shift", (entry) => (bench.shift += entry.hadRecentInput ? 0 : entry.value));
  observe("longtask", (entry) => (bench.longest = Math.max(bench.longest, entry.duration)));
  observe("largest-contentful-paint", (entry) => (bench.largest = entry.startTime));
  observe("paint", (entry) => entry.name === "first-contentful-paint" && (bench.paint = entry.startTime));

  /**
   * Resolves after the next frame, which shows what has been done so far, with the frame and the time. An urgent task comes right
   * behind that frame; a message would wait behind the engine's answers, which are drawn in the frame after it.
   */
  bench.frame = () =>
    new Promise((done) =>
      requestAnimationFrame((frame) =>
        scheduler.postTask(() => done({ frame, drawn: performance.now() }), { priority: "user-blocking" }),
      ),
    );

  /** Resolves when the document has not changed for a while. */
  bench.quiet = (pause = 300) =>
    new Promise((done) => {
      const finish = () => (observer.disconnect(), done());
      let timer = setTimeout(finish, pause);
      const observer = new MutationObserver(() => (clearTimeout(timer), (timer = setTimeout(finish, pause))));
      observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    });

  /** Resolves when `holds` is true of the document, at once or after a change. */
  bench.until = (holds) =>
    new Promise((done) => {
      if (holds()) return done();
      const observer = new MutationObserver(() => holds() && (observer.disconnect(), done()));
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    });

  /** Resolves when the text of `element` has changed. */
  bench.change = (element) =>
    new Promise((done) => {
      const observer = new MutationObserver(() => (observer.disconnect(), done()));
      observer.observe(element, { subtree: true, childList: true, characterData: true });
    });

  bench.wrong = () => document.querySelector('#problems button[data-severity="error"]') !== null;

  /** Waits for the next key: the ms until it is on the screen and whether the first frame shows it, and the same of its final errors. */
  bench.key = (wrong) => {
    bench.pressed = new Promise((done) => {
      addEventListener("keydown", ({ timeStamp }) => {
        performance.mark("key");
        const first = bench.frame();
        const since = async (name, waited) => {
          await waited;
          const { frame, drawn } = await bench.frame();
          performance.mark(name);
          return { ms: drawn - timeStamp, first: frame === (await first).frame };
        };
        // The `input` event would not do: the editor handles some keys by itself.
        const typed = bench.change(document.querySelector("#editor .cm-content"));
        const drawn = bench.until(() => bench.wrong() === wrong);
        done(Promise.all([since("echo", typed), since("errors", drawn)]));
      }, { once: true, capture: true });
    });
  };

  const clock = () => document.querySelector("#clock")?.textContent;

  /** Plays again whenever nothing has moved for a moment. */
  bench.loop = () => {
    let before;
    const press = () => {
      if (clock() === before) document.querySelector("#play").click();
      before = clock();
    };
    clearInterval(bench.looping);
    press();
    bench.looping = setInterval(press, 400);
  };

  bench.countFrames = () => {
    const count = () => ((bench.frames += 1), (bench.counting = requestAnimationFrame(count)));
    cancelAnimationFrame(bench.counting);
    bench.frames = 0;
    count();
  };

  /** Presses play as soon as that is possible, and again until the playhead moves; resolves with that time. */
  bench.played = (async () => {
    await bench.until(() => document.querySelector("#play:enabled"));
    const shown = clock();
    return new Promise((done) => {
      const press = () => document.querySelector("#play").click();
      const again = setInterval(press, 300);
      bench.until(() => clock() !== shown).then(() => (clearInterval(again), done(performance.now())));
      press();
    });
  });
  bench.said = bench.until(() => document.querySelector('.problems[data-said="true"]')).then(() => performance.now());
}
