// Finds out which functions of the page's programs come later than the first look and the first word on a text, and lists them:
// `node later.js URL FOLDER LISTS EXAMPLE...`. FOLDER, served at URL, has programs that note what they run (`finish/note.mjs`).
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { key } from "../src/finish/functions.mjs";
import { open, paste, start, withPage } from "./reader.js";
import { initialized, OWN, SIXTY } from "./texts.js";

const [url, folder, lists, ...examples] = process.argv.slice(2);
const [PAGE, ENGINE] = ["podlab-web", "podlab-worker"];
/** The first parts have what at least this many examples need: what is rarer comes later. */
const OFTEN = 20;
/** How long the first example is played, in ms: until all of it runs. */
const PLAYED = 12_000;
/** The number of embeds on a page of documentation, some times as many as its frames. */
const EMBEDS = 20;
/** The distance of two ways of the mouse, in px. */
const STEP = 60;

/** The numbers of the functions that have run in a page and in its worker. */
async function ran(page) {
  const [worker] = page.workers();
  const answers = [page.evaluate(() => globalThis.ran()), worker.evaluate(() => globalThis.ran?.() ?? [])];
  return Promise.all(answers);
}

const settled = (page) => page.evaluate(() => globalThis.bench.quiet(1000));

/** Moves the mouse over all of the page. */
async function pass(page) {
  const { width, height } = page.viewport();
  for (let y = STEP; y < height; y += STEP) {
    await page.mouse.move(1, y);
    await page.mouse.move(width - 1, y, { steps: 12 });
  }
}

/** A person who looks at the first example and plays it. */
async function firstLook(page) {
  await open(page, url);
  await page.click("#play");
  await pass(page);
  await new Promise((done) => setTimeout(done, PLAYED));
  await page.keyboard.press("Space");
  await page.keyboard.press("Home");
  await settled(page);
  return ran(page);
}

/** A person who makes a mistake in a text of their own: what the engine runs, and the link to the text. */
async function firstMistake(page) {
  await open(page, url);
  await paste(page, SIXTY.replace("image:", "imag:"));
  await page.waitForFunction(() => location.hash.startsWith("#v"));
  await settled(page);
  return [(await ran(page))[1], page.url()];
}

/** A person who follows a link to a text or an example. */
async function linked(page, address, look = settled) {
  await open(page, address);
  await look(page);
  await settled(page);
  return ran(page);
}

/** A reader of a page with more embeds than frames, so that a frame shows one Pod after another: what their engines run. */
async function embeds(page) {
  const embed = (number) => `<h2>${number}</h2><pod-lab id=pod-${number} view=stage height=300><pre>\n${number % 2 ? SIXTY : initialized(`pod-${number}`)}</pre></pod-lab>`;
  writeFileSync(join(folder, "docs.html"), `<!DOCTYPE html><script src="pod-lab.js"></script>${Array.from({ length: EMBEDS }, (_, number) => embed(number)).join("")}`);
  await page.goto(`${url}docs.html`);
  const engines = new Set();
  for (let number = 0; number < EMBEDS; number += 1) {
    await page.evaluate((id) => document.getElementById(id).scrollIntoView({ block: "center" }), `pod-${number}`);
    await page.waitForFunction((id) => document.getElementById(id).shadowRoot.querySelector(".shown iframe"), {}, `pod-${number}`);
    await settled(page);
    for (const worker of page.workers()) (await worker.evaluate(() => globalThis.ran?.() ?? [])).forEach((one) => engines.add(one));
  }
  return engines;
}

/** Writes the list of a program: a word for each function that `isFirst` does not hold for. */
function list(program, isFirst) {
  const names = JSON.parse(readFileSync(join(folder, `${program}.functions.json`)));
  // Functions without a name are told apart by nothing that lasts.
  const later = names.filter((name, number) => !isFirst(number) && !/^\d+$/.test(name));
  const needed = new Set(names.filter((_, number) => isFirst(number)).map(key));
  const words = [...new Set(later.map(key))].filter((word) => !needed.has(word)).sort();
  const head = `# Functions of ${program} that come later: sums of their names (crates/xtask/src/finish/functions.mjs), by \`cargo xtask later\`.`;
  writeFileSync(join(lists, `${program}.txt`), `${[head, ...words].join("\n")}\n`);
  console.log(`${program}: ${later.length} of ${names.length} functions come later`);
}

const browser = await start();
try {
  const [played, word] = await withPage(browser, firstLook);
  const [mistake, link] = await withPage(browser, firstMistake);
  const [drawn] = await withPage(browser, (page) => linked(page, link, pass));
  const [foreign, answered] = await withPage(browser, (page) => linked(page, `${url}${OWN}`, pass));
  const embedded = await withPage(browser, embeds);
  const times = [new Map(), new Map()];
  for (const name of examples) {
    const both = await withPage(browser, (page) => linked(page, `${url}#ex=${name}`));
    both.forEach((numbers, program) => numbers.forEach((number) => times[program].set(number, (times[program].get(number) ?? 0) + 1)));
  }
  const always = [new Set([...played, ...drawn, ...foreign]), new Set([...word, ...mistake, ...answered, ...embedded])];
  [PAGE, ENGINE].forEach((name, program) => list(name, (number) => always[program].has(number) || times[program].get(number) >= OFTEN));
} finally {
  await browser.close();
}
