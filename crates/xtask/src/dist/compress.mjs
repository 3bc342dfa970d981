// Puts NAME.br and NAME.gz beside each file of a folder that gets smaller by it: `node compress.mjs FOLDER`.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = process.argv[2];
/** Smaller files fit into one packet anyway. */
const LEAST = 1000;
const PACKED = /(^|\/)_headers$|\.(br|gz|png|woff2|zip)$/;

for (const name of readdirSync(folder, { recursive: true })) {
  const file = join(folder, name);
  let bytes;
  try {
    bytes = readFileSync(file);
  } catch {
    continue; // a folder
  }
  if (PACKED.test(name) || bytes.length < LEAST) continue;
  const brotli = { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } };
  const forms = { br: brotliCompressSync(bytes, brotli), gz: gzipSync(bytes, { level: 9 }) };
  for (const [ending, form] of Object.entries(forms)) if (form.length < bytes.length) writeFileSync(`${file}.${ending}`, form);
}
