// The cost of playing: frames, the main thread, memory.
import { proxy } from "./proxy.js";
import { highest, open, paste, play, withPage } from "./reader.js";
import { TEN } from "./texts.js";

const SECONDS = 10;

/** Frames and the main thread's share while ten containers play, at the usual and at the highest speed. */
export const playing = (browser, url) =>
  withPage(browser, async (page) => {
    await open(page, url);
    await paste(page, TEN);
    const found = {};
    for (const [name, speed] of [["1x", "1"], ["fastest", await highest(page)]]) {
      await play(page, speed);
      await page.evaluate(() => ((globalThis.bench.longest = 0), globalThis.bench.countFrames()));
      const before = await page.metrics();
      await pass(SECONDS);
      const after = await page.metrics();
      const { frames, longest } = await page.evaluate(() => globalThis.bench);
      const time = after.Timestamp - before.Timestamp;
      found[`play-${name}-frames-per-s`] = frames / time;
      found[`play-${name}-busy-percent`] = ((after.TaskDuration - before.TaskDuration) / time) * 100;
      found[`play-${name}-longest-task-ms`] = longest;
    }
    return found;
  });

/** Memory of the page, its workers and their programs, before and after `minutes` at the highest speed. */
export async function memory(browser, url, minutes) {
  const isolated = await proxy(url);
  try {
    return await withPage(browser, async (page) => {
      await page.evaluateOnNewDocument(keepMemories);
      page.on("workercreated", (worker) => worker.evaluate(keepMemories));
      await open(page, isolated.url);
      await paste(page, TEN);
      const used = async () => (await scripts(page)) + (await programs(page));
      await play(page, await highest(page));
      // The first round is not counted: it makes what is made only once.
      await pass(SECONDS);
      const start = await used();
      await pass(minutes * 60);
      const after = await used();
      return { "memory-start-mb": start, "memory-after-mb": after, "memory-growth-mb": Math.max(0, after - start) };
    });
  } finally {
    isolated.close();
  }
}

const MEBI = 2 ** 20;

/** The memory that the browser counts for the page and its workers; that of their programs is not part of it. */
const scripts = (page) => page.evaluate(async (mebi) => (await performance.measureUserAgentSpecificMemory()).bytes / mebi, MEBI);

/** Keeps the memories of the programs that a page or a worker starts from now on. Chromium could list them itself, and crashes over it
 *  when a program exports a table of functions. */
function keepMemories() {
  globalThis.memories = [];
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const own = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const found = await own.apply(WebAssembly, given);
      globalThis.memories.push((found.instance ?? found).exports.memory);
      return found;
    };
  }
}

/** The memories of all programs, in the page and in its workers. */
async function programs(page) {
  const bytes = () => globalThis.memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  const sums = await Promise.all([page, ...page.workers()].map((place) => place.evaluate(bytes)));
  return sums.reduce((sum, one) => sum + one, 0) / MEBI;
}

const pass = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
