// Makes programs that tell which of their functions have run: `node note.mjs FOLDER`, in place of split.mjs, for
// `cargo xtask later`. A page or worker with such a program answers `ran()` with their numbers; NAME.functions.json has the names.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { binaryen, functionsOf, open, programOf } from "./functions.mjs";

const [folder] = process.argv.slice(2);
const RAN = "ran ";
const TOLD = `
globalThis.ran = () => Object.keys(wasm).filter((name) => name.startsWith("${RAN}") && wasm[name].value).map((name) => Number(name.slice(${RAN.length})));
`;

for (const file of readdirSync(folder)) {
  const { glue, program } = programOf(file);
  if (!program) continue;
  const module = open(readFileSync(join(folder, file)));
  const functions = functionsOf(module).filter(({ module }) => !module);
  functions.forEach(({ name, results }, number) => {
    const ran = `${RAN}${number}`;
    module.addGlobal(ran, binaryen.i32, true, module.i32.const(0));
    module.addGlobalExport(ran, ran);
    const own = new binaryen.Function(module.getFunction(name));
    own.body = module.block(null, [module.global.set(ran, module.i32.const(1)), own.body], results);
  });
  writeFileSync(join(folder, file), module.emitBinary());
  writeFileSync(join(folder, `${program}.functions.json`), JSON.stringify(functions.map(({ name }) => name)));
  const script = join(folder, `${glue}.js`);
  writeFileSync(script, readFileSync(script, "utf8") + TOLD);
}
