// Draws NAME.png beside each NAME.svg of a folder, at the size that the SVG has: `node cards.mjs FOLDER`. Most who show a
// picture beside a link take no SVG. The fonts are those of the packages, so that any machine draws the same bytes.
import { Resvg, initWasm } from "@resvg/resvg-wasm";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder] = process.argv.slice(2);
const { resolve } = createRequire(import.meta.url);
const SANS = "DejaVu Sans";
const MONO = "DejaVu Sans Mono";
const FONTS = ["DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono", "DejaVuSansMono-Bold"];

await initWasm(readFileSync(resolve("@resvg/resvg-wasm/index_bg.wasm")));
const fontBuffers = FONTS.map((name) => readFileSync(resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)));
const font = { fontBuffers, loadSystemFonts: false, defaultFontFamily: SANS };

for (const name of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".svg"))) {
  const file = join(folder, name);
  // It knows neither `font` nor `white-space`, and reads one family where browsers read a list.
  const svg = readFileSync(file, "utf8")
    .replace(/font:([\d.]+px) (?=ui-)/g, "font-size:$1;font-family:")
    .replace(/ui-monospace[^;}"]*/g, `'${MONO}'`)
    .replace(/ui-sans-serif[^;}"]*/g, `'${SANS}'`)
    .replaceAll('<text class="code"', '<text xml:space="preserve" class="code"');
  writeFileSync(file.replace(/svg$/, "png"), new Resvg(svg, { font }).render().asPng());
}
