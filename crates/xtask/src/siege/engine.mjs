// The page's engine outside of a browser, where it is a 32-bit program as it is there: `node engine.mjs FOLDER`.
//
// FOLDER holds podlab-worker.mjs and its program. A line in: messages in base64, with spaces between. A line out: JSON with the
// numbers of the questions that were answered, and the bytes of memory that the program has.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
const program = await import(pathToFileURL(join(folder, "podlab-worker.mjs")));
const { memory } = await program.default({ module_or_path: readFileSync(join(folder, "podlab-worker_bg.wasm")) });
const engine = new program.Engine();
engine.pages("");

for await (const line of createInterface({ input: process.stdin })) {
  for (const message of line.split(" ")) engine.hear(Buffer.from(message, "base64"));
  const answered = [];
  while (engine.isBusy()) {
    answered.push(engine.begin());
    engine.step();
  }
  console.log(JSON.stringify({ answered, memory: memory.buffer.byteLength }));
}
