// The licences and the bill of materials of what is handed out: `node parts.mjs FOLDER` writes third-party.txt and
// sbom.cdx.json there. Parts are the crates that the page's two programs and the command line are compiled with, and the
// npm packages in the editor's bundle; tools of the build are none. A crate that is named behind the folder stands for all.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const folder = process.argv[2];
const root = join(import.meta.dirname, "../../../..");
const alone = process.argv[3];
const ROOTS = alone ? [alone] : ["podlab-web", "worker", "podlab"];
const EDITOR = join(root, "web/editor");
const LICENCE = /^(licen[cs]e|copying|notice|unlicense|copyright)/i;

/** The texts of the licence files in a package's folder. */
function textsIn(place) {
  const names = readdirSync(place).filter((name) => LICENCE.test(name)).sort();
  return names.flatMap((name) => {
    try {
      return [readFileSync(join(place, name), "utf8").replaceAll("\r\n", "\n").trim()];
    } catch {
      return []; // a folder of that name
    }
  });
}

/** A crate that names a file instead of a licence: the one whose words that file has. */
const licenceIn = (texts) => (texts.some((text) => text.startsWith("Permission is hereby granted, free of charge")) ? "MIT" : undefined);

function crates() {
  const options = ["metadata", "--format-version", "1", "--locked", "--all-features"];
  const told = JSON.parse(execFileSync("cargo", options, { cwd: root, maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] }));
  const packages = new Map(told.packages.map((one) => [one.id, one]));
  const nodes = new Map(told.resolve.nodes.map((node) => [node.id, node]));
  const queue = told.packages.filter(({ name, source }) => !source && ROOTS.includes(name)).map(({ id }) => id);
  const seen = new Set(queue);
  while (queue.length) {
    for (const { pkg, dep_kinds } of nodes.get(queue.pop()).deps) {
      // A macro is compiled and not part of the result, but its licence may want to be told; tests are left out.
      if (seen.has(pkg) || !dep_kinds.some(({ kind }) => kind !== "dev")) continue;
      seen.add(pkg);
      queue.push(pkg);
    }
  }
  const sums = new Map();
  for (const block of readFileSync(join(root, "Cargo.lock"), "utf8").split("[[package]]")) {
    const field = (name) => new RegExp(`^${name} = "(.*)"$`, "m").exec(block)?.[1];
    sums.set(`${field("name")} ${field("version")}`, field("checksum"));
  }
  return [...seen].map((id) => packages.get(id)).filter(({ source }) => source).map(({ name, version, license, repository, manifest_path }) => {
    const texts = textsIn(dirname(manifest_path));
    return {
      name, version, licence: license ?? licenceIn(texts), address: repository, purl: `pkg:cargo/${name}@${version}`,
      sum: ["SHA-256", sums.get(`${name} ${version}`)], texts,
    };
  });
}

function npmPackages() {
  const lock = JSON.parse(readFileSync(join(EDITOR, "package-lock.json"), "utf8"));
  return Object.entries(lock.packages).filter(([place, { dev, optional }]) => place && !dev && !optional).map(([place, { version, license, resolved, integrity }]) => {
    const name = place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
    const sum = integrity?.startsWith("sha512-") ? ["SHA-512", Buffer.from(integrity.slice(7), "base64").toString("hex")] : [];
    return { name, version, licence: license, address: resolved, purl: `pkg:npm/${name.replace("@", "%40")}@${version}`, sum, texts: textsIn(join(EDITOR, place)) };
  });
}

const byName = (one, other) => (one.purl < other.purl ? -1 : 1);
const parts = [...crates(), ...(alone ? [] : npmPackages())].sort(byName);
const nameless = parts.filter(({ licence }) => !licence);
if (nameless.length) throw new Error(`no licence is named by ${nameless.map(({ purl }) => purl).join(", ")}`);

// One section for each text: many crates have the very same.
const sections = new Map();
for (const part of parts) for (const text of part.texts) sections.set(text, [...(sections.get(text) ?? []), part]);
const line = ({ name, version, licence }) => `${name} ${version} (${licence})`;
const rule = `\n\n${"=".repeat(80)}\n\n`;
const bare = parts.filter(({ texts }) => !texts.length);
const notices = [
  readFileSync(join(root, "NOTICE"), "utf8").trim(),
  `Podlab holds the work of others. These are its parts, and behind them the texts of their licences.\n\n${parts.map(line).join("\n")}\nThe Rust standard library (MIT OR Apache-2.0)`,
  ...(bare.length ? [`These come without a text of their own; the licence that each names stands elsewhere in this file or at https://spdx.org/licenses.\n\n${bare.map(line).join("\n")}`] : []),
  `The Apache License of Podlab, of the texts of Kubernetes (Copyright The Kubernetes Authors) and of the Rust standard library:\n\n${readFileSync(join(root, "LICENSE"), "utf8").trim()}`,
  ...[...sections].map(([text, of]) => `${of.map(line).join("\n")}\n\n${text}`),
].join(rule);
writeFileSync(join(folder, "third-party.txt"), `${notices}\n`);

const version = /^version = "(.*)"$/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))[1];
const bill = {
  bomFormat: "CycloneDX",
  specVersion: "1.5",
  version: 1,
  // No serial number and no time: the same sources give the same bytes.
  metadata: { component: { type: "application", "bom-ref": "podlab", name: "podlab", version, licenses: [{ license: { id: "Apache-2.0" } }] } },
  components: parts.map(({ name, version, licence, address, purl, sum: [alg, content] }) => ({
    type: "library", "bom-ref": purl, name, version, purl,
    licenses: [{ expression: licence.split("/").map((one) => one.trim().replaceAll(/\s+/g, " ")).join(" OR ") }],
    ...(content ? { hashes: [{ alg, content }] } : {}),
    ...(address ? { externalReferences: [{ type: "distribution", url: address }] } : {}),
  })),
};
writeFileSync(join(folder, "sbom.cdx.json"), `${JSON.stringify(bill, null, 1)}\n`);
console.log(`${parts.length} parts, ${bare.length} without a text`);
