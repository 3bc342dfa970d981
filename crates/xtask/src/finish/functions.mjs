// The built programs and their functions, as split.mjs and note.mjs know them.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const found = createRequire(join(import.meta.dirname, "../../npm/package.json")).resolve("binaryen");
/** The library that reads and writes programs; wasm-opt, which the build needs anyway, is part of the same package. */
export const { default: binaryen } = await import(pathToFileURL(found));

/** The program that a built file holds, and the name that its files have in common; both undefined for other files. */
export function programOf(file) {
  const [, glue, program] = /^((podlab-[a-z]+)(?:-[0-9a-f]+)?)_bg\.wasm$/.exec(file) ?? [];
  return { glue, program };
}

/** A program with the features that the build allows: without that, binaryen writes what browsers do not read. */
export function open(bytes) {
  const module = binaryen.readBinary(bytes);
  const { BulkMemory, BulkMemoryOpt, Multivalue, MutableGlobals, NontrappingFPToInt, ReferenceTypes, SignExt } = binaryen.Features;
  module.setFeatures(BulkMemory | BulkMemoryOpt | Multivalue | MutableGlobals | NontrappingFPToInt | ReferenceTypes | SignExt);
  return module;
}

/** Its functions; those that are imported name a module. */
export function functionsOf(module) {
  return Array.from({ length: module.getNumFunctions() }, (_, index) => binaryen.getFunctionInfo(module.getFunctionByIndex(index)));
}

/** A short word for a function: a sum over its name without the numbers of crates, which change with each build. */
export function key(name) {
  let sum = 0x811c9dc5;
  for (const byte of Buffer.from(name.replaceAll(/\[[0-9a-f]{16}\]|::h[0-9a-f]{16}$/g, ""))) sum = Math.imul(sum ^ byte, 0x01000193);
  return (sum >>> 0).toString(16).padStart(8, "0");
}
