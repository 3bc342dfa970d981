// Takes comments and blanks out of a built folder's scripts: `node minify.mjs FOLDER`.
//
// The scripts of web/boot and the generated ones are small code with long names and many words; all of it is loaded
// before the first example plays. The names of a script's own globals stay, as other scripts use them.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder] = process.argv.slice(2);
const { transformSync } = createRequire(join(import.meta.dirname, "../../../../web/editor/package.json"))("esbuild");
/** The scripts that web/editor has minified. */
const DONE = ["editor.js", "pod-lab.js"];

for (const name of readdirSync(folder).filter((name) => name.endsWith(".js") && !DONE.includes(name))) {
  const { code } = transformSync(readFileSync(join(folder, name), "utf8"), { minify: true, target: "es2022", charset: "utf8", legalComments: "none" });
  writeFileSync(join(folder, name), code);
}
