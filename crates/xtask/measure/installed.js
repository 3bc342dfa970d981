// Opens the page of the installed npm package, and says what its script says in the end.
import { start, withPage } from "./reader.js";

const browser = await start();
try {
  const said = await withPage(browser, async (page) => {
    await page.goto(new URL("browser.html", process.argv[2]).href, { waitUntil: "load" });
    await page.waitForFunction(() => "result" in globalThis);
    return page.evaluate(() => globalThis.result);
  });
  console.log(`Chromium: ${said}`);
} finally {
  await browser.close();
}
