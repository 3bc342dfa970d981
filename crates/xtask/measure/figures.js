// Figures beside their budgets: printed, and kept in a file of the repository.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";

/**
 * Prints a table of what was found; returns the number of figures that miss their budget.
 * `budgets` holds name (its unit last) and budget of each: at most, or at least where `least` is set.
 */
export function report(file, budgets, found) {
  const before = committed(file);
  let over = 0;
  console.log(`${"".padEnd(36)}${"now".padStart(10)}${"committed".padStart(11)}${"budget".padStart(10)}`);
  for (const [name, budget, { least = false } = {}] of budgets) {
    if (!(name in found)) continue;
    const bad = budget !== null && (least ? found[name] < budget : found[name] > budget);
    over += bad ? 1 : 0;
    const limit = budget === null ? "" : `${least ? "≥" : "≤"} ${budget}`;
    const row = [say(found[name]).padStart(10), (before[name] ?? "").padStart(11), limit.padStart(10), bad ? "  over" : ""];
    console.log(name.padEnd(36) + row.join(""));
  }
  return over;
}

/** Writes what was found into the file, below `heading` and a word on this machine. */
export function write(file, heading, machine, budgets, found) {
  const figures = budgets.filter(([name]) => name in found).map(([name]) => `${name} = ${say(found[name])}`);
  const load = `${cpus().length} cores, load ${loadavg()[0].toFixed(1)}`;
  writeFileSync(file, `${[`# ${heading}`, `# On ${load}; ${machine}.`, ...figures].join("\n")}\n`);
}

/** The committed figures. */
function committed(file) {
  const lines = read(file).split("\n").map((line) => line.split(" = "));
  return Object.fromEntries(lines.filter((line) => line.length === 2));
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function say(value) {
  return value < 1 ? value.toFixed(3) : value.toFixed(1);
}
