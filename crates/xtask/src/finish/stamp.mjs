// Gives a built folder its build: `node stamp.mjs FOLDER SERVICE-WORKER` prints it.
//
// The build is a sum over all files, so that the same sources give the same one. It stands in every part that another one
// loads by a fixed name; sw.js gets the list of the files with the sum of each.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder, template] = process.argv.slice(2);
/** The start of the generated code to which an export is added, and what is no part of the page that is kept. */
const GLUE = "podlab-worker.js";
const APART = ["pod-lab.js", "sw.js"];
const PLACE = "{build}";

const sum = (bytes) => createHash("sha256").update(bytes).digest("hex");
const names = readdirSync(folder).sort();
const read = (name) => readFileSync(join(folder, name));

const all = createHash("sha256").update(readFileSync(template));
for (const name of names.filter((name) => name !== "sw.js")) all.update(`${name} ${sum(read(name))}\n`);
const build = all.digest("hex").slice(0, 12);

/** The program with a section of its own at the end, which runs nothing. */
function marked(program) {
  const name = Buffer.from("podlab-build");
  const content = Buffer.concat([Buffer.from([name.length]), name, Buffer.from(build)]);
  return Buffer.concat([program, Buffer.from([0, content.length]), content]);
}

for (const name of names) {
  const bytes = read(name);
  if (name === "podlab-worker_bg.wasm") writeFileSync(join(folder, name), marked(bytes));
  else if (/\.(js|html)$/.test(name) && !name.startsWith("podlab-")) {
    writeFileSync(join(folder, name), bytes.toString().replaceAll(PLACE, build).replace(`"./${GLUE}"`, `"./${GLUE}?${build}"`));
  } else if (name === GLUE) writeFileSync(join(folder, name), `${bytes}\nexport const build = "${build}";\n`);
}

const files = Object.fromEntries(names.filter((name) => !APART.includes(name)).map((name) => [name, sum(read(name))]));
const worker = readFileSync(template, "utf8").replaceAll(PLACE, build).replace("FILES = {}", `FILES = ${JSON.stringify(files)}`);
writeFileSync(join(folder, "sw.js"), worker);
console.log(build);
