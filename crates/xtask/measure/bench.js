// Measures the page that is served at the address given, prints the figures beside the budgets of the design,
// and writes them into the file given when UPDATE is set. `--quick` plays for one minute instead of ten.
import { report, write } from "./figures.js";
import { loading } from "./loading.js";
import { memory, playing } from "./playing.js";
import { start } from "./reader.js";
import { shifting } from "./shifting.js";
import { SIXTY, TWO_THOUSAND } from "./texts.js";
import { typing } from "./typing.js";

const [url, file, ...options] = process.argv.slice(2);
const minutes = options.includes("--quick") ? 1 : 10;

/** Name (its unit last), budget: at most, or at least where `least` is set. */
const BUDGETS = [
  ["echo-60-lines-p50-ms", null],
  ["echo-60-lines-p95-ms", null],
  ["echo-60-lines-work-p50-ms", null],
  ["echo-60-lines-in-first-frame-percent", 95, { least: true }],
  ["echo-2000-lines-p50-ms", null],
  ["echo-2000-lines-p95-ms", null],
  ["echo-2000-lines-work-p50-ms", null],
  ["echo-2000-lines-in-first-frame-percent", 95, { least: true }],
  ["errors-60-lines-p50-ms", null],
  ["errors-60-lines-p95-ms", 16],
  ["errors-60-lines-work-p50-ms", null],
  ["errors-2000-lines-p50-ms", null],
  ["errors-2000-lines-p95-ms", 50],
  ["errors-2000-lines-work-p50-ms", null],
  ["typing-2000-lines-longest-task-ms", 50],
  ["play-1x-frames-per-s", 59, { least: true }],
  ["play-1x-busy-percent", 25],
  ["play-1x-longest-task-ms", 50],
  ["play-fastest-frames-per-s", 59, { least: true }],
  ["play-fastest-busy-percent", 25],
  ["play-fastest-longest-task-ms", 50],
  ["memory-start-mb", null],
  ["memory-after-mb", null],
  ["memory-growth-mb", 5],
  ["slow-first-paint-ms", null],
  ["slow-largest-paint-ms", null],
  ["slow-first-play-ms", 3000],
  ["slow-first-verdict-ms", 5000],
  ["slow-own-verdict-ms", 5000],
  ["shift-load", 0.005],
  ["shift-run", 0.005],
  ["shift-tabs", 0.005],
];

const browser = await start();
const found = {};
try {
  for (const measure of [
    () => typing(browser, url, "60-lines", SIXTY),
    () => typing(browser, url, "2000-lines", TWO_THOUSAND),
    () => playing(browser, url),
    () => loading(browser, url),
    () => shifting(browser, url),
    () => memory(browser, url, minutes),
  ]) {
    Object.assign(found, await measure());
  }
} finally {
  await browser.close();
}
const over = report(file, BUDGETS, found);
if (process.env.UPDATE) {
  const heading = "How the page feels in Chromium, by `cargo xtask bench --page`; `UPDATE=1` rewrites it.";
  write(file, heading, `memory after ${minutes} minute${minutes === 1 ? "" : "s"} of playing`, BUDGETS, found);
}
process.exitCode = over ? 1 : 0;
