// A page of documentation with twenty embeds, on another site than the playground, read from top to bottom: the memory of
// both, the longest task of their main threads, and what moved. Prints the figures beside their budgets, and writes them into the file
// given when UPDATE is set. `--loads N` notes how many embeds the journeys have looked at in each browser.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { report, write } from "./figures.js";
import { start } from "./reader.js";
import { initialized } from "./texts.js";

const [lab, file, , loads] = process.argv.slice(2);
const COUNT = 20;
/** Milliseconds for which a reader looks at an embed. */
const LOOK = 500;

const BUDGETS = [
  ["right-in-chromium", null],
  ["right-in-firefox", null],
  ["shift", 0],
  ["memory-page-alone-mb", null],
  ["memory-most-mb", 200],
  ["memory-end-mb", 200],
  ["longest-task-ms", 50],
];

const embed = (_, number) =>
  `<h2>pod-${number}</h2><pod-lab id=pod-${number} view=stage height=300><pre>\n${initialized(`pod-${number}`)}</pre></pod-lab>`;
const body = Array.from({ length: COUNT }, embed).join("");
const docs = (script) =>
  `<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Docs</title><link rel=icon href=data:,>${script}<h1>Docs</h1>${body}<p>The end`;

/** Runs in the page before anything else. */
function watch() {
  globalThis.shift = 0;
  const add = (list) => list.getEntries().forEach((entry) => (globalThis.shift += entry.value));
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
}

/** The processes of the page and of the frames, without those of the browser's own bars. */
async function processes(session) {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const ofPages = ({ id, type }) => type === "renderer" && !readFileSync(`/proc/${id}/cmdline`, "utf8").includes("--top-chrome-webui");
  return processInfo.filter(ofPages).map(({ id }) => id);
}

/** The megabytes that only these processes have. */
async function memory(session) {
  let sum = 0;
  for (const id of await processes(session)) {
    const rows = readFileSync(`/proc/${id}/smaps_rollup`, "utf8").matchAll(/^Private_\w+:\s+(\d+) kB$/gm);
    for (const [, kilobytes] of rows) sum += kilobytes / 1024;
  }
  return sum;
}

/** Notes each task of a thread; what ends it returns the longest of the pages' main threads, in ms of the processor. */
async function tasks(session) {
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  const includedCategories = ["disabled-by-default-devtools.timeline", "__metadata"];
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories } });
  return async () => {
    const ids = await processes(session);
    const complete = new Promise((done) => session.once("Tracing.tracingComplete", done));
    await session.send("Tracing.end");
    await complete;
    const main = ({ name, args }) => name === "thread_name" && args.name === "CrRendererMain";
    const threads = new Set(events.filter(main).map(({ tid }) => tid));
    const own = ({ name, pid, tid }) => name === "RunTask" && ids.includes(pid) && threads.has(tid);
    return events.filter(own).reduce((most, { tdur = 0 }) => Math.max(most, tdur / 1000), 0);
  };
}

/** Opens the page and reads it from top to bottom. */
async function read(page, look) {
  await page.goto(url, { waitUntil: "domcontentloaded" });
  for (let number = 0; number < COUNT; number += 1) {
    const shown = `document.getElementById("pod-${number}").shadowRoot.querySelector(".shown iframe")`;
    await page.evaluate((id) => document.getElementById(id).scrollIntoView({ block: "center" }), `pod-${number}`);
    await page.waitForFunction(shown);
    await new Promise((done) => setTimeout(done, LOOK));
    await look();
  }
}

const server = createServer((request, answer) => {
  const script = request.url === "/alone" ? "" : `<script src="${lab.replace("127.0.0.1", "localhost")}pod-lab.js"></script>`;
  answer.setHeader("Content-Type", "text/html").end(docs(script));
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const url = `http://127.0.0.1:${server.address().port}/`;

const browser = await start();
const found = { "right-in-chromium": Number(loads), "right-in-firefox": Number(loads) };
try {
  const session = await browser.target().createCDPSession();
  const page = await browser.newPage();
  page.setDefaultTimeout(60_000);
  await page.evaluateOnNewDocument(watch);
  await page.goto(`${url}alone`, { waitUntil: "networkidle0" });
  found["memory-page-alone-mb"] = await memory(session);
  let most = 0;
  await read(page, async () => (most = Math.max(most, await memory(session))));
  found["memory-most-mb"] = most;
  found["memory-end-mb"] = await memory(session);
  found.shift = await page.evaluate(() => globalThis.shift);
  await page.close();
  // The notes weigh something, so they are taken of another reading, by somebody who comes for the first time as well.
  const other = await (await browser.createBrowserContext()).newPage();
  const longest = await tasks(session);
  await read(other, () => {});
  found["longest-task-ms"] = await longest();
} finally {
  await browser.close();
  server.close();
}
const over = report(file, BUDGETS, found);
if (process.env.UPDATE) {
  const heading = "A page with twenty embeds, by `cargo xtask embeds`; `UPDATE=1` rewrites it.";
  write(file, heading, "tasks in time of the processor, which is not slowed", BUDGETS, found);
}
process.exitCode = over ? 1 : 0;
