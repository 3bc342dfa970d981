// The page as one file: `node single.mjs FOLDER FILE`.
//
// Scripts that run before the first paint stand in the page; all other parts are compressed data in it, which a script of
// a few lines unpacks into addresses of the browser's own (blobs), where web/boot/boot.js looks first.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const [folder, file] = process.argv.slice(2);
const { buildSync } = createRequire(join(import.meta.dirname, "../../../../web/editor/package.json"))("esbuild");
const read = (name) => readFileSync(join(folder, name));
let page = read("index.html").toString();

const app = /data-script="([^"]+)" data-wasm="([^"]+)"/.exec(page);
const engine = /name="podlab-engine" data-wasm="([^"]+)"/.exec(page)[1];
const build = /data-build="([^"]+)"/.exec(page)[1];

/** A worker cannot import what a page of no host holds, nor be a module there: it becomes one classic script. */
function worker() {
  const plugin = { bundle: true, write: false, format: "iife", target: "es2022", minify: true, logLevel: "error", logOverride: { "empty-import-meta": "silent" } };
  const source = read("worker.js").toString().replace(`podlab-worker.js?${build}`, "podlab-worker.js");
  return buildSync({ ...plugin, stdin: { contents: source, resolveDir: folder } }).outputFiles[0].contents;
}

const KINDS = { js: "text/javascript", wasm: "application/wasm", txt: "text/plain;charset=utf-8" };
const laterOf = (program) => program.replace("_bg.wasm", "_later.wasm");
const parts = ["boot.js", "editor.js", "examples.bin", "docs.txt", "pages.txt", app[1], app[2], laterOf(app[2]), engine, laterOf(engine), "worker.js"];
const data = parts.map((name) => {
  const bytes = name === "worker.js" ? worker() : read(name);
  const kind = KINDS[name.split(".").pop()] ?? "application/octet-stream";
  return `<script type="text/plain" data-part="${name}" data-kind="${kind}">${gzipSync(bytes, { level: 9 }).toString("base64")}</script>`;
});

const START = `
(async () => {
  const files = {};
  const unpack = async (part) => {
    const bytes = Uint8Array.from(atob(part.textContent), (letter) => letter.charCodeAt(0));
    const plain = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
    files[part.dataset.part] = URL.createObjectURL(new Blob([plain], { type: part.dataset.kind }));
    part.remove();
  };
  try {
    await Promise.all([...document.querySelectorAll("script[data-part]")].map(unpack));
    podlab.files = files;
    await import(files["boot.js"]);
  } catch (error) {
    const failed = document.getElementById("failed");
    failed.hidden = false;
    failed.querySelector("code").textContent = String(error);
  }
})();
`;

const sums = [];
function inline(script) {
  if (/<\/script|<!--/i.test(script)) throw new Error("a script of the page would end its own element");
  sums.push(`'sha256-${createHash("sha256").update(script).digest("base64")}'`);
  return `<script>${script}</script>`;
}

// A function as replacement: `$&` and the like in the texts mean nothing.
const put = (from, to) => {
  if (!page.match(from)) throw new Error(`index.html has no ${from}`);
  page = page.replace(from, () => to);
};
for (const name of ["theme", "embed", "keep"]) put(new RegExp(`<script src="${name}\\.js[^"]*"></script>`), inline(read(`${name}.js`).toString()));
put(/<script type="module" src="boot\.js[^"]*"><\/script>/, "");
page = page.replaceAll(/<link rel="(modulepreload|preload|manifest)"[^>]*>/g, "");
put("</body>", `${data.join("\n")}\n${inline(START)}\n</body>`);
put('<meta name="podlab-engine"', '<meta name="podlab-single" content="yes">\n  <meta name="podlab-engine"');
put("script-src 'self'", `script-src blob: ${sums.join(" ")}`);
put("connect-src 'self'", "connect-src blob:");
put("worker-src 'self'", "worker-src blob:");
writeFileSync(file, page);
console.log(page.length);
