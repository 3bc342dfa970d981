// What playing costs: frames, the main thread, memory.
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
      const used = () => page.evaluate(async () => (await performance.measureUserAgentSpecificMemory()).bytes / 2 ** 20);
      await play(page, await highest(page));
      // One round first: what is made once is not growth.
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

const pass = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
