// The installed package in Node: `node node.js RECORDINGS` asks it a sample of a real cluster's recordings, then the
// functions that have none, and writes all answers into answers.ts, where the compiler holds them to their types.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import * as podlab from "podlab";

const { admit, check, decodeLink, encodeLink, explain, get, kubectl, problems, releases, resources, schedule, simulate, story } = podlab;
const recordings = process.argv[2];
/** Cases that are known to differ stand in tests/known_gaps.toml, with the reason. */
const gaps = readFileSync(join(recordings, "../known_gaps.toml"), "utf8").split("[[gap]]").slice(1).map((gap) => {
  const field = (name) => new RegExp(`^${name} = "(.*)"`, "m").exec(gap)?.[1] ?? "";
  const parts = field("case").split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return { area: field("area"), names: new RegExp(`^${parts.join(".*")}$`) };
});

/** Each n-th case of a recording. */
function* sample(area, step) {
  const lines = gunzipSync(readFileSync(join(recordings, `${area}.jsonl.gz`))).toString("utf8").trim().split("\n");
  for (let at = 0; at < lines.length; at += step) {
    const row = JSON.parse(lines[at]);
    const name = row.id ?? row.name;
    if (!gaps.some((gap) => gap.area === area && gap.names.test(name))) yield row;
  }
}

/** The answers by their type. */
const answers = [];
const kept = (type, answer) => {
  answers.push([type, answer]);
  return answer;
};
const counts = {};
const counted = (name) => (counts[name] = (counts[name] ?? 0) + 1);

for (const { expected, ...request } of sample("apiserver/recorded", 25)) {
  const answer = kept("CheckAnswer", check(request));
  const { stage, decodeError = null, strictErrors = [], errors = [], warnings = [], unstableText, warningsUnordered } = expected;
  assert.equal(answer.id, request.id);
  assert.equal(answer.stage, stage, request.id);
  counted("check");
  if (stage === "client" || stage === "decode") {
    assert.equal(answer.decodeError, decodeError, request.id);
    continue;
  }
  const messages = (list) => (unstableText ? list.length : list.map(({ message }) => message).sort());
  const words = (list) => (warningsUnordered ? [...list].sort() : list);
  assert.deepEqual(
    [answer.strictErrors, messages(answer.errors), words(answer.warnings)],
    [strictErrors, messages(errors), words(warnings)],
    request.id,
  );
}

for (const { expected, ...request } of sample("apiserver/versions/recorded-1.33", 60)) {
  assert.equal(kept("CheckAnswer", check(request, { version: "1.33" })).stage, expected.stage, request.id);
  counted("check 1.33");
}

for (const { name, manifest, behaviours, actions, observedSeconds, rows } of sample("kubelet", 12)) {
  const answer = kept("SimulateAnswer", simulate({ manifest, scenario: { behaviours, actions }, until: observedSeconds }));
  // The names of Pods that a controller makes are drawn, and a real kubelet's moments vary: as many Pods, and each ends
  // as one was seen on the other side. The comparison in full is `cargo xtask agreement`.
  const cell = ({ status, deleted }) => (deleted ? "deleted" : status);
  const last = (list) => [...new Map(list.map((row) => [row.pod, cell(row)])).values()];
  const ends = (one, other) => last(one).filter((end) => !other.some((row) => cell(row) === end));
  assert.deepEqual([last(answer.rows).length, ends(answer.rows, rows), ends(rows, answer.rows)], [last(rows).length, [], []], name);
  counted("simulate");
}

for (const { expected, orderIsRandom, messagesSeen: _, ...request } of sample("resources/admission", 8)) {
  const answer = kept("AdmitAnswer", admit(request));
  assert.equal(answer.accepted, expected.accepted, request.id);
  if (!expected.accepted && !(orderIsRandom ?? expected.orderIsRandom)) assert.equal(answer.message, expected.message, request.id);
  counted("admit");
}

for (const { expected, ...request } of sample("resources/scheduling", 8)) {
  const answer = kept("ScheduleAnswer", schedule(request));
  if (expected.feasible) assert.deepEqual([...answer.feasible].sort(), [...expected.feasible].sort(), request.id);
  counted("schedule");
}

for (const { id, pod, now, columns } of sample("kubectl/recorded-get", 20)) {
  assert.deepEqual(kept("GetAnswer", get({ pod, now })).columns, columns, id);
  counted("get");
}

const printed = (text) => text.split("\n").map((line) => line.trimEnd()).join("\n").trimEnd();
for (const area of ["kubectl/views", "kubectl/apply"]) {
  for (const { stdout, stderr, exit, logOrderIsRandom, ...request } of sample(area, 30)) {
    const answer = kept("KubectlAnswer", kubectl(request));
    if (logOrderIsRandom) continue;
    assert.deepEqual([printed(answer.stdout), printed(answer.stderr), answer.exit], [printed(stdout), printed(stderr), exit], request.id);
    counted("kubectl");
  }
}

const manifest = `# Käse 🧀
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  restartPolicy: Never
  initContainers: [{ name: setup, image: "busybox:1.36", resources: { requests: { cpu: 500m } } }]
  containers: [{ name: app, image: "nginx:1.27" }]
`;
assert.equal(kept("ResourcesAnswer", resources({ manifest })).requests.cpu, "500m");
assert.equal(kept("ResourcesAnswer", resources({ pod: { spec: { containers: [{ name: "a" }] } } })).qosClass, "BestEffort");

const misspelt = manifest.replace("restartPolicy", "restartPolicie");
const found = kept("Problems", problems(misspelt));
const unknown = found.problems.find(({ cause }) => cause === "UnknownField");
assert.equal(misspelt.slice(unknown.range.start, unknown.range.end), "restartPolicie");
assert.equal(unknown.line, 6);
const fixed = unknown.fix.edits.toReversed().reduce((text, { range, text: by }) => text.slice(0, range.start) + by + text.slice(range.end), misspelt);
assert.equal(problems(fixed).problems.filter(({ severity }) => severity === "error").length, 0);
assert.match(explain(found.problems.find(({ severity }) => severity === "advice").id), /^# /);

const told = kept("StoryAnswer", story({ manifest, scenario: "containers: {setup: [{run: 1}], app: [{run: 2, exit: 3}]}", until: 60 }));
assert.equal(told.rows.at(-1).status, "Error");
assert.ok(told.narration.length > 3 && told.events.length > 3);

assert.match(explain("CrashLoopBackOff"), /^# CrashLoopBackOff\n\nThe container keeps ending/);
assert.match(explain("pod.spec.initContainers"), /FIELD: initContainers/);
assert.equal(releases()[0].split(".").length, 2);

const link = encodeLink({ manifest, kubernetes: "1.36", playhead: 2.5 });
const opened = kept("OpenedLink", decodeLink(`https://pods.example/${link}`));
assert.deepEqual([opened.is, opened.state.manifest, opened.state.playhead], ["whole", manifest, 2.5]);
for (const odd of ["#ex=app-crash", "#", "#v1:q:damaged"]) kept("OpenedLink", decodeLink(odd));

// A request that cannot be answered is thrown, with its parts.
const fails = (run, words) =>
  assert.throws(run, (error) => {
    assert.ok(error instanceof Error && Array.isArray(error.problems), String(error));
    assert.match([error.message, ...error.problems].join(" "), words);
    return true;
  });
fails(() => simulate({ manifest, scenario: { actions: [{ do: "jump" }] } }), /actions\[0\]\.do/);
fails(() => check({}), /needs a `manifest`/);
fails(() => check({ manifest }, { version: "1.2" }), /1\.2/);
fails(() => check("kind: Pod"), /plain object/);
fails(() => explain("CrashLoopBakOff"), /did you mean/);

const types = [...new Set(answers.map(([type]) => type))];
const lines = answers.map(([type, answer], at) => `export const a${at}: ${type} = ${JSON.stringify(answer)};`);
writeFileSync("answers.ts", `import type { ${types.join(", ")} } from "podlab";\n${lines.join("\n")}\n`);
console.log(`Node: ${Object.entries(counts).map(([name, count]) => `${count} ${name}`).join(", ")}; ${answers.length} answers to compile`);
