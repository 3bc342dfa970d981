// The time from a key to its echo, and to the errors that it causes.
import { open, paste, withPage } from "./reader.js";

const KEYS = 40;

/** The figures of `name` for typing into `text`: in its fourth line, a name, each letter is an error and its removal none. */
export const typing = (browser, url, name, text) =>
  withPage(browser, async (page) => {
    await open(page, url);
    await paste(page, text);
    await page.focus("#editor .cm-content");
    await chord(page, "Control", "Home");
    for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "End"]) await page.keyboard.press(key);
    const keys = [];
    // Two keys come first, because the program is not warm yet.
    for (let index = -2; index < KEYS; index += 1) {
      if (index === 0) await page.evaluate(() => (globalThis.bench.longest = 0));
      const wrong = index % 2 === 0;
      await page.evaluate((wrong) => globalThis.bench.key(wrong), wrong);
      await page.keyboard.press(wrong ? "_" : "Backspace");
      const pressed = await page.evaluate(() => globalThis.bench.pressed);
      if (index >= 0) keys.push(pressed);
      await page.evaluate(() => globalThis.bench.quiet(100));
    }
    const longest = await page.evaluate(() => globalThis.bench.longest);
    const [echo, errors] = [0, 1].map((which) => keys.map((key) => key[which]).sort((a, b) => a - b));
    return {
      [`echo-${name}-p50-ms`]: at(echo, 0.5),
      [`echo-${name}-p95-ms`]: at(echo, 0.95),
      [`errors-${name}-p50-ms`]: at(errors, 0.5),
      [`errors-${name}-p95-ms`]: at(errors, 0.95),
      [`typing-${name}-longest-task-ms`]: longest,
    };
  });

async function chord(page, held, key) {
  await page.keyboard.down(held);
  await page.keyboard.press(key);
  await page.keyboard.up(held);
}

/** The value below which `share` of the sorted values lie. */
const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
