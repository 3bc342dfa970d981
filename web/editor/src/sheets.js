// CodeMirror's styles as a sheet that is made by script, in place of its `style` element: such an element would need a nonce
// in the page's policy, and that of a static page is the same for everybody and so protects nothing.
// The build puts this in the place of the package `style-mod` (`--alias` in package.json).
import { StyleModule as Rules } from "../node_modules/style-mod/src/style-mod.js";

const sheet = new CSSStyleSheet();
/** The modules in use, in the order of the cascade. */
let mounted = [];

export class StyleModule extends Rules {
  static mount(root, given) {
    const modules = [given].flat();
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    if (modules.every((module) => mounted.includes(module))) return;
    mounted = [...mounted.filter((module) => !modules.includes(module)), ...modules];
    sheet.replaceSync(mounted.map((module) => module.getRules()).join("\n"));
  }
}
