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

/** The memories of all programs, in the page and in its workers. */
async function programs(page) {
  const shared = page.browser().targets().filter((target) => target.type() === "shared_worker");
  const workers = [...page.workers(), ...(await Promise.all(shared.map((target) => target.worker())))];
  const sessions = [await page.createCDPSession(), ...workers.map((worker) => worker.client)];
  let sum = 0;
  for (const session of sessions) {
    const { result } = await session.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
    const { objects } = await session.send("Runtime.queryObjects", { prototypeObjectId: result.objectId });
    const bytes = "function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0) }";
    const found = await session.send("Runtime.callFunctionOn", { objectId: objects.objectId, functionDeclaration: bytes, returnByValue: true });
    sum += found.result.value;
  }
  return sum / MEBI;
}

const pass = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
