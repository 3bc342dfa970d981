// The time from a key to its echo, and to the errors that it causes.
import { open, paste, withPage } from "./reader.js";
import { working } from "./working.js";

const KEYS = 40;

/** The ms until a finger leaves the key. Chromium holds back all tasks from a key or its release until the next frame: released at once, a
 *  key would be followed by two frames before the engine's answer is heard, which no person sees. */
const HELD = 90;

/** The figures of `name` for typing into `text`: in its fourth line, a name, each letter is an error and its removal none. */
export const typing = (browser, url, name, text) =>
  withPage(browser, async (page) => {
    await open(page, url);
    await paste(page, text);
    await page.focus("#editor .cm-content");
    await chord(page, "Control", "Home");
    for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "End"]) await page.keyboard.press(key);
    // Two keys come first, because the program is not warm yet.
    await type(page, 2);
    await page.evaluate(() => (globalThis.bench.longest = 0));
    const keys = await type(page, KEYS);
    const longest = await page.evaluate(() => globalThis.bench.longest);
    // Apart from the times above, which a trace makes longer.
    const work = await working(page, "key", ["echo", "errors"], () => type(page, KEYS));
    const figures = ["echo", "errors"].flatMap((name, which) => {
      const times = sorted(keys.map((key) => key[which].ms));
      const spent = sorted(work.map((key) => key[name]));
      const first = keys.filter((key) => key[which].first).length;
      return [
        [`${name}-PLACE-p50-ms`, at(times, 0.5)],
        [`${name}-PLACE-p95-ms`, at(times, 0.95)],
        [`${name}-PLACE-work-p50-ms`, at(spent, 0.5)],
        [`${name}-PLACE-in-first-frame-percent`, (first / KEYS) * 100],
      ];
    });
    return Object.fromEntries([...figures, ["typing-PLACE-longest-task-ms", longest]].map(([key, value]) => [key.replace("PLACE", name), value]));
  });

/** Presses so many keys, by turns a letter that is wrong and its removal; for each when it is seen, and when its errors are. */
async function type(page, count) {
  const keys = [];
  for (let index = 0; index < count; index += 1) {
    const wrong = index % 2 === 0;
    await page.evaluate((wrong) => globalThis.bench.key(wrong), wrong);
    await page.keyboard.press(wrong ? "_" : "Backspace", { delay: HELD });
    keys.push(await page.evaluate(() => globalThis.bench.pressed));
    await page.evaluate(() => globalThis.bench.quiet(100));
  }
  return keys;
}

const sorted = (values) => values.sort((one, other) => one - other);

async function chord(page, held, key) {
  await page.keyboard.down(held);
  await page.keyboard.press(key);
  await page.keyboard.up(held);
}

/** The value below which `share` of the sorted values lie. */
const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
