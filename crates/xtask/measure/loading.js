// A first visit on a slow connection and a slow machine.
import { proxy } from "./proxy.js";
import { withPage } from "./reader.js";
import { OWN } from "./texts.js";

/** 1.6 Mbit/s with 150 ms to the server and back, a processor slowed four times: a cheap phone in a train. */
const LINE = { rate: 1.6e6 / 8, latency: 150 };
const SLOWED = 4;
/** The number of visits; the median counts. */
const VISITS = 3;

/** The times of the paints, of the first example's start, of the API server's first verdict, and of that on a text of the reader's own. */
export async function loading(browser, url) {
  const first = await visits(browser, url, "", async () => {
    const { bench } = globalThis;
    bench.playing = bench.played();
    const [play, verdict] = await Promise.all([bench.playing, bench.said]);
    return [bench.paint, bench.largest, play, verdict];
  });
  const [own] = await visits(browser, url, OWN, async () => {
    const { bench } = globalThis;
    await bench.until(() => document.querySelector("#problems")?.textContent.includes("imag"));
    return [performance.now()];
  });
  const [paint, largest, play, verdict] = first;
  return {
    "slow-first-paint-ms": paint,
    "slow-largest-paint-ms": largest,
    "slow-first-play-ms": play,
    "slow-first-verdict-ms": verdict,
    "slow-own-verdict-ms": own,
  };
}

/** The medians of the times that `look` tells of visits to the page with `after` behind its address. */
async function visits(browser, url, after, look) {
  const times = [];
  for (let visit = 0; visit < VISITS; visit += 1) {
    const slow = await proxy(url, LINE);
    times.push(
      await withPage(browser, async (page) => {
        await page.emulateCPUThrottling(SLOWED);
        await page.goto(slow.url + after, { waitUntil: "domcontentloaded" });
        return page.evaluate(look);
      }),
    );
    slow.close();
  }
  return times[0].map((_, which) => times.map((visit) => visit[which]).sort((a, b) => a - b)[Math.floor(VISITS / 2)]);
}
