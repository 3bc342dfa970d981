// The installed package in a browser: `globalThis.result` is what it says in the end.
import { check, decodeLink, encodeLink, problems, releases, simulate } from "podlab";
import widget from "podlab/widget";
import { define } from "podlab/element";

const equal = (one, other, what) => {
  if (JSON.stringify(one) !== JSON.stringify(other)) throw new Error(`${what}: ${JSON.stringify(one)} is not ${JSON.stringify(other)}`);
};
const heard = (target, event) => new Promise((resolve) => target.addEventListener(event, ({ detail }) => resolve(detail), { once: true }));
const manifest = "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers: [{ name: app, image: 'nginx:1.27' }]\n";

/** A notebook's model: traits, and who listens to them. */
function model(traits) {
  const listeners = new EventTarget();
  const saved = [];
  return {
    saved,
    get: (name) => traits[name],
    set: (name, value) => {
      traits[name] = value;
      listeners.dispatchEvent(new Event(`change:${name}`));
    },
    on: (event, hear) => listeners.addEventListener(event, hear),
    off: (event, hear) => listeners.removeEventListener(event, hear),
    save_changes: () => saved.push({ ...traits }),
  };
}

async function go() {
  equal(check({ manifest }).stage, "ok", "check");
  equal(simulate({ manifest }).rows.at(-1).status, "Running", "simulate");
  equal(problems(manifest.replace("spec", "spek")).stage, "strict", "problems");
  equal(decodeLink(encodeLink({ manifest })).state.manifest, manifest, "links");
  if (!releases().includes("1.36")) throw new Error("releases");

  // The element from a module: it finds the playground where it is told.
  const home = new URL("home/", location.href);
  const PodLab = await define(home);
  const lab = document.createElement("pod-lab");
  if (!(lab instanceof PodLab)) throw new Error("the element is not defined");
  lab.manifest = "the author's";
  document.body.append(lab);
  equal((await heard(lab, "podlab-ready")).status, "the author's", "the element");
  equal(lab.shadowRoot.querySelector("iframe").src, new URL("index.html?embed=element", home).href, "the frame");
  lab.remove();

  // The widget: traits go in, what the reader does comes back.
  const traits = model({ home: home.href, manifest: "the notebook's", story: "", view: "stage" });
  const cell = document.body.appendChild(document.createElement("div"));
  const leave = await widget.render({ model: traits, el: cell });
  const inner = cell.querySelector("pod-lab");
  equal(inner.getAttribute("view"), "stage", "a trait");
  await heard(inner, "podlab-change");
  equal([traits.get("manifest"), traits.saved.at(-1).manifest], ["changed by the reader", "changed by the reader"], "the reader's change");
  traits.set("manifest", "set again, changed by Python");
  equal((await heard(inner, "podlab-status")).status, "set again, changed by Python", "a trait that changes");
  leave();
  return "the engine, the element and the widget answer";
}

globalThis.result = go();
