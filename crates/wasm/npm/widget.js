// <pod-lab> as a widget in notebooks (anywidget): traits in, traits out. A whole file of its own, as notebooks load it
// from a text: nothing can be imported from beside it.
const TRAITS = ["view", "version", "height", "theme", "caption", "example"];

/** Loads pod-lab.js from where the playground is hosted, once. */
const define = (home) =>
  customElements.get("pod-lab") ||
  new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: new URL("pod-lab.js", new URL(home, document.baseURI)) });
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${script.src} could not be loaded: \`home\` is the address of a hosted Podlab.`));
    document.head.append(script);
  });

export default {
  async render({ model, el }) {
    await define(model.get("home"));
    const lab = document.createElement("pod-lab");
    const attribute = (name) => (model.get(name) ? lab.setAttribute(name, model.get(name)) : lab.removeAttribute(name));
    const text = (name) => () => model.get(name) !== lab[name] && (lab[name] = model.get(name) ?? "");
    TRAITS.forEach(attribute);
    lab.toggleAttribute("editable", true);
    ["manifest", "story"].forEach((name) => model.get(name) && text(name)());
    const told = [...TRAITS.map((name) => [`change:${name}`, () => attribute(name)]), ...["manifest", "story"].map((name) => [`change:${name}`, text(name)])];
    told.forEach(([event, hear]) => model.on(event, hear));
    const save = (detail, names) => {
      names.forEach((name) => model.set(name, detail[name]));
      model.save_changes();
    };
    lab.addEventListener("podlab-change", ({ detail }) => save(detail, ["manifest", "story"]));
    lab.addEventListener("podlab-status", ({ detail }) => save(detail, ["status", "accepted"]));
    el.append(lab);
    return () => told.forEach(([event, hear]) => model.off(event, hear));
  },
};
