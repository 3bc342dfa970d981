// The element <pod-lab> from a bundle: pod-lab.js finds the playground beside itself, which a bundler's file is not.

/** Defines <pod-lab>; `home` is the folder that `cargo xtask dist` made, where it is hosted. Returns the class. */
export async function define(home) {
  globalThis.podlabHome = new URL(home, document.baseURI).href;
  await import("./pod-lab.js");
  return customElements.get("pod-lab");
}
