// The engine in browsers and bundlers: loaded from beside this file, ready when it has been imported.
import init from "./engine.js";

await init({ module_or_path: new URL("engine_bg.wasm", import.meta.url) });

export * from "./engine.js";
