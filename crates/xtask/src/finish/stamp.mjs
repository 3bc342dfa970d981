// Gives a built folder its build: `node stamp.mjs FOLDER SERVICE-WORKER` prints it.
//
// The build is a sum over all files, so that the same sources give the same one. It stands in every part that another one
// loads by a fixed name; sw.js gets the list of the files with the sum of each. A folder that has a build gets a new one.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder, template] = process.argv.slice(2);
/** The start of the generated code to which an export is added, and what is no part of the page that is kept. */
const GLUE = "podlab-worker.js";
const APART = ["pod-lab.js", "sw.js"];
/** The programs whose own bytes say the build: an address alone does not, where a host looks past what follows the "?". */
const PROGRAM = /^podlab-worker_bg\.wasm$|_later\.wasm$/;
const PLACE = "{build}";

const sum = (bytes) => createHash("sha256").update(bytes).digest("hex");
const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name).sort();
const read = (name) => readFileSync(join(folder, name));
const earlier = /data-build="([0-9a-f]{12})"/.exec(read("index.html"))?.[1] ?? PLACE;

const all = createHash("sha256").update(readFileSync(template));
for (const name of names.filter((name) => name !== "sw.js")) all.update(`${name} ${sum(read(name))}\n`);
const build = all.digest("hex").slice(0, 12);

/** The section of a program that holds a build; it stands at the end and runs nothing. */
function section(build) {
  const name = Buffer.from("podlab-build");
  return Buffer.concat([Buffer.from([0, 1 + name.length + build.length, name.length]), name, Buffer.from(build)]);
}

function marked(program) {
  const old = section(earlier);
  const bare = program.subarray(-old.length).equals(old) ? program.subarray(0, -old.length) : program;
  return Buffer.concat([bare, section(build)]);
}

for (const name of names) {
  const bytes = read(name);
  if (PROGRAM.test(name)) writeFileSync(join(folder, name), marked(bytes));
  else if (/\.(js|html)$/.test(name) && !name.startsWith("podlab-")) {
    writeFileSync(join(folder, name), bytes.toString().replaceAll(PLACE, build).replaceAll(earlier, build).replace(`"./${GLUE}"`, `"./${GLUE}?${build}"`));
  } else if (name === GLUE) {
    const bare = bytes.toString().split("\nexport const build = ")[0];
    writeFileSync(join(folder, name), `${bare}\nexport const build = "${build}";\n`);
  }
}

const files = Object.fromEntries(names.filter((name) => !APART.includes(name)).map((name) => [name, sum(read(name))]));
const worker = readFileSync(template, "utf8").replaceAll(PLACE, build).replace("FILES = {}", `FILES = ${JSON.stringify(files)}`);
writeFileSync(join(folder, "sw.js"), worker);
console.log(build);
