// A first visit on a slow connection and a slow machine.
import { proxy } from "./proxy.js";
import { withPage } from "./reader.js";

/** 1.6 Mbit/s with 150 ms to the server and back, a processor slowed four times: a cheap phone in a train. */
const LINE = { rate: 1.6e6 / 8, latency: 150 };
const SLOWED = 4;
/** The number of visits; the median counts. */
const VISITS = 3;

/** The times of the paints, of the first example's start, and of the API server's first verdict. */
export async function loading(browser, url) {
  const visits = [];
  for (let visit = 0; visit < VISITS; visit += 1) {
    const slow = await proxy(url, LINE);
    visits.push(
      await withPage(browser, async (page) => {
        await page.emulateCPUThrottling(SLOWED);
        await page.evaluateOnNewDocument(() => (globalThis.bench.playing = globalThis.bench.played()));
        await page.goto(slow.url, { waitUntil: "domcontentloaded" });
        return page.evaluate(async () => {
          const { bench } = globalThis;
          const [play, verdict] = await Promise.all([bench.playing, bench.said]);
          return [bench.paint, bench.largest, play, verdict];
        });
      }),
    );
    slow.close();
  }
  const middle = (which) => visits.map((visit) => visit[which]).sort((a, b) => a - b)[Math.floor(VISITS / 2)];
  return {
    "slow-first-paint-ms": middle(0),
    "slow-largest-paint-ms": middle(1),
    "slow-first-play-ms": middle(2),
    "slow-first-verdict-ms": middle(3),
  };
}
