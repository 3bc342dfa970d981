// Layout shift as the browser sums it: the movement of things that nobody touched.
import { open, play, withPage } from "./reader.js";

/** The shift over a load, a run and the opening of each panel. */
export const shifting = (browser, url) =>
  withPage(browser, async (page) => {
    const shift = () => page.evaluate(async () => (await globalThis.bench.quiet(), globalThis.bench.shift));
    await open(page, url);
    const load = await shift();
    await play(page, "10");
    await new Promise((done) => setTimeout(done, 8000));
    await page.evaluate(() => clearInterval(globalThis.bench.looping));
    const run = await page.evaluate(() => globalThis.bench.shift);
    for (const id of await page.$$eval("[role=tab]", (tabs) => tabs.map((tab) => tab.id))) {
      await page.click(`#${id}`);
      await page.evaluate(() => globalThis.bench.quiet());
    }
    return { "shift-load": load, "shift-run": run - load, "shift-tabs": (await shift()) - run };
  });
