// Lighthouse's scores for the page at the address given, as on a phone.
import lighthouse from "lighthouse";
import { start } from "./reader.js";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
/** The scores that the design asks for: performance 90, the others 100. */
const LEAST = { performance: 90, accessibility: 100, "best-practices": 100, seo: 100 };

const [url] = process.argv.slice(2);
const browser = await start();
try {
  const page = await browser.newPage();
  const { lhr } = await lighthouse(url, { onlyCategories: CATEGORIES, output: "json", logLevel: "error" }, undefined, page);
  for (const name of CATEGORIES) {
    const { score, auditRefs } = lhr.categories[name];
    const mark = Math.round(score * 100);
    const low = mark < LEAST[name];
    console.log(`${name.padEnd(16)}${String(mark).padStart(4)} of ${LEAST[name]}${low ? "  low" : ""}`);
    if (!low) continue;
    process.exitCode = 1;
    for (const { id, weight } of auditRefs) {
      const audit = lhr.audits[id];
      if (weight > 0 && audit.score !== null && audit.score < 0.9) {
        console.log(`  ${Math.round(audit.score * 100).toString().padStart(3)}  ${audit.title} ${audit.displayValue ?? ""}`);
      }
    }
  }
} finally {
  await browser.close();
}
