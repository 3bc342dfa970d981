// A page of documentation with twenty embeds, on another site than the playground, read from top to bottom: the memory of
// both, the longest task of each, and what moved. Prints the figures beside their budgets, and writes them into the file
// given when UPDATE is set. `--loads N` notes how many embeds the journeys have looked at in each browser.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { report, write } from "./figures.js";
import { start } from "./reader.js";

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
  ["longest-task-page-ms", 50],
  ["longest-task-frames-ms", 50],
];

const pod = (name) => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
  initContainers:
  - name: setup
    image: busybox:1.36
  containers:
  - name: app
    image: nginx:1.27
`;
const embed = (_, number) =>
  `<h2>pod-${number}</h2><pod-lab id=pod-${number} view=stage height=300><pre>\n${pod(`pod-${number}`)}</pre></pod-lab>`;
const body = Array.from({ length: COUNT }, embed).join("");
const docs = (script) =>
  `<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Docs</title><link rel=icon href=data:,>${script}<h1>Docs</h1>${body}<p>The end`;

/** Runs in the page and in each frame, before anything else. */
function watch() {
  const seen = (globalThis.seen = { shift: 0, longest: 0 });
  const observe = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  observe("layout-shift", (entry) => (seen.shift += entry.value));
  observe("longtask", (entry) => (seen.longest = Math.max(seen.longest, entry.duration)));
}

/** The megabytes that only the pages' own processes have; those of the browser's own bars are not counted. */
async function memory(session) {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  let sum = 0;
  for (const { id, type } of processInfo) {
    if (type !== "renderer" || readFileSync(`/proc/${id}/cmdline`, "utf8").includes("--top-chrome-webui")) continue;
    const rows = readFileSync(`/proc/${id}/smaps_rollup`, "utf8").matchAll(/^Private_\w+:\s+(\d+) kB$/gm);
    for (const [, kilobytes] of rows) sum += kilobytes / 1024;
  }
  return sum;
}

/** Both parts of the page: itself, and all frames. */
async function longest(page, before) {
  const most = { page: before.page, frames: before.frames };
  for (const frame of page.frames()) {
    const part = frame === page.mainFrame() ? "page" : "frames";
    most[part] = Math.max(most[part], await frame.evaluate(() => globalThis.seen.longest));
  }
  return most;
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
  await page.goto(url, { waitUntil: "domcontentloaded" });
  let most = 0;
  let tasks = { page: 0, frames: 0 };
  for (let number = 0; number < COUNT; number += 1) {
    const shown = `document.getElementById("pod-${number}").shadowRoot.querySelector(".shown iframe")`;
    await page.evaluate((id) => document.getElementById(id).scrollIntoView({ block: "center" }), `pod-${number}`);
    await page.waitForFunction(shown);
    await new Promise((done) => setTimeout(done, LOOK));
    most = Math.max(most, await memory(session));
    tasks = await longest(page, tasks);
  }
  found["memory-most-mb"] = most;
  found["memory-end-mb"] = await memory(session);
  found["longest-task-page-ms"] = tasks.page;
  found["longest-task-frames-ms"] = tasks.frames;
  found.shift = await page.evaluate(() => globalThis.seen.shift);
} finally {
  await browser.close();
  server.close();
}
const over = report(file, BUDGETS, found);
if (process.env.UPDATE) {
  const heading = "A page with twenty embeds, by `cargo xtask embeds`; `UPDATE=1` rewrites it.";
  write(file, heading, "the page's own machine is not slowed", BUDGETS, found);
}
process.exitCode = over ? 1 : 0;
