// Code that a program in TypeScript may hold, and code that its compiler must refuse.
import { check, decodeLink, encodeLink, explain, problems, releases, simulate, type CheckAnswer, type PodlabError } from "podlab";
import { define, type PodLabElement } from "podlab/element";
import widget from "podlab/widget";

const answer: CheckAnswer = check({ manifest: "kind: Pod", mode: "kubectl" }, { version: "1.34", featureGates: ["EnvFiles=true"] });
export const words: string[] = answer.errors.map(({ message, detail }) => message + detail);
// @ts-expect-error a text is no request
check("kind: Pod");
// @ts-expect-error there is no such mode
check({ manifest: "", mode: "xml" });
// @ts-expect-error a manifest is needed
simulate({ until: 3 });

for (const row of simulate({ manifest: "", until: 3 }).rows) {
  if ("deleted" in row) console.log(row.pod, row.t);
  else console.log(row.status.length, row.restarts);
}
for (const { range, fix } of problems("").problems) console.log(range.start, fix?.edits[0]?.text);

const opened = decodeLink(encodeLink({ manifest: "" }));
if (opened.is === "whole") console.log(opened.state.manifest, opened.state.playhead.toFixed());
if (opened.is === "broken") console.log(opened.message, opened.state?.manifest);
console.log(explain("OOMKilled").length, releases()[0]);
try {
  check({ manifest: "" });
} catch (error) {
  console.log((error as PodlabError).problems);
}

const lab: PodLabElement = document.createElement("pod-lab");
lab.currentTime = 3;
lab.addEventListener("podlab-status", ({ detail }) => console.log(detail.status, detail.accepted));
const made: Promise<new () => PodLabElement> = define("https://pods.example/");
console.log(made, widget.render);
