// The page's engine outside of a browser, where it is a 32-bit program as it is there: `node engine.mjs FOLDER`.
//
// FOLDER holds podlab-worker.mjs and both parts of its program. A line in: messages in base64, with spaces between. A line out: JSON with the
// numbers of the questions that were answered, the milliseconds of the processor that the slowest took, and the bytes of
// memory that the program has.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
const program = await import(pathToFileURL(join(folder, "podlab-worker.mjs")));
program.later.module = new WebAssembly.Module(readFileSync(join(folder, "podlab-worker_later.wasm")));
const { memory } = await program.default({ module_or_path: readFileSync(join(folder, "podlab-worker_bg.wasm")) });
const engine = new program.Engine();
engine.pages("");
const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

for await (const line of createInterface({ input: process.stdin })) {
  for (const message of line.split(" ")) engine.hear(Buffer.from(message, "base64"));
  const answered = [];
  let slowest = 0;
  while (engine.isBusy()) {
    const before = spent();
    answered.push(engine.begin());
    engine.step();
    slowest = Math.max(slowest, Math.round(spent() - before));
  }
  console.log(JSON.stringify({ answered, slowest, memory: memory.buffer.byteLength }));
}
