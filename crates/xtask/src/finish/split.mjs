// Cuts the built programs in two: `node split.mjs FOLDER LISTS`.
//
// Most of a program is not needed for what a person sees first. The functions that LISTS names (web/first/later, written by
// `cargo xtask later`) go into a file of their own, which is loaded behind everything that is waited for. In the first part a
// stub stands for each of them: it calls the function through a table, which the later part fills. The first stub that runs
// asks for the later part at once if it has not come (`later.js`, which goes into the script of the program).
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { binaryen, functionsOf, key, open, programOf } from "./functions.mjs";

const [folder, lists] = process.argv.slice(2);
/** The module name under which the later part imports all that it uses of the first one. */
const FIRST = "first";
/** The table of the functions that come later, the global that says whether they have come, the function that sees to it, and what that calls. */
const [TABLE, THERE, ENSURE, LOAD] = ["podlab later", "podlab is there", "podlab ensure", "podlab load"];
/** Functions of so few bytes stay: their stubs weigh nearly as much, and small ones are wanted by many others. The page's first look has less room. */
const SMALL = { "podlab-web": 16, "podlab-worker": 80 };
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** Short names for exports, none of which `taken` has. */
function* names(taken) {
  for (let number = 0; ; number++) {
    let name = "";
    for (let rest = number; ; rest = Math.floor(rest / LETTERS.length) - 1) {
      name = LETTERS[rest % LETTERS.length] + name;
      if (rest < LETTERS.length) break;
    }
    if (!taken.has(name)) yield name;
  }
}

const each = (count, of) => Array.from({ length: count }, (_, index) => of(index));
const globalsOf = (module) => each(module.getNumGlobals(), (index) => binaryen.getGlobalInfo(module.getGlobalByIndex(index)));
const tablesOf = (module) => each(module.getNumTables(), (index) => binaryen.getTableInfo(module.getTableByIndex(index)));
const exportsOf = (module) => each(module.getNumExports(), (index) => binaryen.getExportInfo(module.getExportByIndex(index)).name);
const segmentsOf = (module) => each(module.getNumElementSegments(), (index) => binaryen.getElementSegmentInfo(module.getElementSegmentByIndex(index)).name);

/** What both parts use, each with the name under which the first part hands it over. */
function shared(bytes, isLater) {
  const whole = open(bytes);
  const name = names(new Set(exportsOf(whole)));
  const named = (one) => ({ ...one, handed: name.next().value });
  const functions = functionsOf(whole).filter((one) => !isLater.has(one.name)).map(named);
  const found = { functions, globals: globalsOf(whole).map(named), tables: tablesOf(whole).map(named), memory: named({}), table: named({}) };
  whole.dispose();
  return found;
}

/** The functions that come later, with all else imported. */
function laterPart(bytes, later, parts) {
  const module = open(bytes);
  for (const { name, params, results, handed } of parts.functions) {
    module.removeFunction(name);
    module.addFunctionImport(name, FIRST, handed, params, results);
  }
  for (const { name, type, mutable, handed } of parts.globals) {
    module.removeGlobal(name);
    module.addGlobalImport(name, FIRST, handed, type, mutable);
  }
  exportsOf(module).forEach((name) => module.removeExport(name));
  segmentsOf(module).forEach((name) => module.removeElementSegment(name));
  parts.tables.forEach(({ name, handed }) => module.addTableImport(name, FIRST, handed));
  module.addMemoryImport("0", FIRST, parts.memory.handed);
  module.addTable(TABLE, later.length, later.length);
  module.addTableImport(TABLE, FIRST, parts.table.handed);
  module.addActiveElementSegment(TABLE, TABLE, later.map(({ name }) => name), module.i32.const(0));
  return finished(module);
}

/** The program with a stub for each function that comes later, and exports for all that `used` says the later part uses. */
function firstPart(bytes, later, parts, used) {
  const module = open(bytes);
  const { none, i32 } = binaryen;
  module.addFunctionImport(LOAD, "later", "load", none, none);
  module.addTable(TABLE, later.length, later.length);
  module.addGlobal(THERE, i32, true, module.i32.const(0));
  const isMissing = module.i32.eqz(module.global.get(THERE, i32));
  const loaded = module.block(null, [module.call(LOAD, [], none), module.global.set(THERE, module.i32.const(1))]);
  module.addFunction(ENSURE, none, none, [], module.if(isMissing, loaded));
  later.forEach(({ name, params, results }, index) => {
    const passed = binaryen.expandType(params).map((type, number) => module.local.get(number, type));
    const call = module.call_indirect(TABLE, module.i32.const(index), passed, params, results);
    module.removeFunction(name);
    module.addFunction(name, params, results, [], module.block(null, [module.call(ENSURE, [], none), call], results));
  });
  for (const { name, handed } of parts.functions) if (used.has(handed)) module.addFunctionExport(name, handed);
  for (const { name, handed } of parts.globals) if (used.has(handed)) module.addGlobalExport(name, handed);
  for (const { name, handed } of parts.tables) if (used.has(handed)) module.addTableExport(name, handed);
  module.addMemoryExport("0", parts.memory.handed);
  module.addTableExport(TABLE, parts.table.handed);
  return finished(module);
}

/** The bytes of a module without what it does not use and without names. */
function finished(module) {
  module.runPasses(["remove-unused-module-elements", "reorder-functions-by-name", "strip-debug"]);
  if (!module.validate()) throw new Error("a part of a program is not valid: `cargo xtask later` may help, or this script is wrong");
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

/** A number as programs write it, and where the next thing starts. */
function number(bytes, at) {
  let [value, shift] = [0, 0];
  for (let more = true; more; shift += 7) {
    value |= (bytes[at] & 127) << shift;
    more = bytes[at++] > 127;
  }
  return { value, at };
}

/** The sections of a module: their numbers, where each begins, and where its content starts and ends. */
function sectionsOf(bytes) {
  const sections = [];
  for (let begin = 8; begin < bytes.length; begin = sections.at(-1).end) {
    const { value, at } = number(bytes, begin + 1);
    sections.push({ number: bytes[begin], begin, start: at, end: at + value });
  }
  return sections;
}

/** A module without the sections of these numbers. */
function without(bytes, numbers) {
  const kept = sectionsOf(bytes).filter(({ number }) => !numbers.includes(number)).map(({ begin, end }) => bytes.subarray(begin, end));
  return Buffer.concat([bytes.subarray(0, 8), ...kept]);
}
/** The number of the section with the functions' code. */
const CODE = 10;

/** The sizes of a program's own functions, in the order in which it has them. */
function sizesOf(bytes) {
  const { start, end } = sectionsOf(bytes).find(({ number }) => number === CODE);
  const sizes = [];
  let { at } = number(bytes, start);
  while (at < end) {
    const size = number(bytes, at);
    sizes.push(size.value);
    at = size.at + size.value;
  }
  return sizes;
}

/** Data, and the number of its pieces: they are in the memory before the later part comes. */
const DATA = [11, 12];

for (const file of readdirSync(folder)) {
  const { glue, program } = programOf(file);
  if (!program) continue;
  const listed = new Set(readFileSync(join(lists, `${program}.txt`), "utf8").split("\n").slice(1));
  const bytes = readFileSync(join(folder, file));
  const whole = open(bytes);
  const sizes = sizesOf(bytes);
  const own = functionsOf(whole).filter(({ module }) => !module);
  const later = own.filter(({ name }, index) => sizes[index] > SMALL[program] && listed.has(key(name)));
  whole.dispose();
  const parts = shared(bytes, new Set(later.map(({ name }) => name)));
  const rest = without(laterPart(bytes, later, parts), DATA);
  const used = new Set(WebAssembly.Module.imports(new WebAssembly.Module(rest)).map(({ name }) => name));
  writeFileSync(join(folder, `${glue}_later.wasm`), rest);
  writeFileSync(join(folder, file), firstPart(bytes, later, parts, used));

  // The generated script hands the program what it imports: here comes one more.
  const script = readFileSync(join(folder, `${glue}.js`), "utf8");
  const IMPORTS = /return \{\s*__proto__: null,/;
  if (!IMPORTS.test(script)) throw new Error(`${glue}.js does not hand over its imports as this version of wasm-bindgen's does: see crates/xtask/src/finish/split.mjs`);
  const added = readFileSync(join(import.meta.dirname, "later.js"), "utf8");
  writeFileSync(join(folder, `${glue}.js`), `${script.replace(IMPORTS, "$& later: { load: loadLater },")}\n${added}`);
}
