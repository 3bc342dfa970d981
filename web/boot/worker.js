// The engine in its worker: passes bytes in and out, one question a task, so that newer messages are heard in between.
// In: {module, build, later, rest}, {rest}, {docs}, {pages}, {failed} of boot.js; bytes of protocol::Message.
// Out: the number of the request that is being answered, then the bytes of its protocol::Reply; null when that waits for the network,
// and its number again when it goes on; a text when it failed.
import * as program from "./podlab-worker.js";

/** The build of this file: page, worker and program are of the same one, or nothing is answered. */
const BUILD = "{build}";

const mixed = (parts) => `Two builds of Podlab are mixed here: ${parts}. Your text is kept. Load the page again in a minute; whoever put it here should upload the whole folder again.`;

let engine;
let failure;
const early = [];
const turn = new MessageChannel();
let asked = false;
/** The number of the request that is being answered. */
let number;
// A run waits for a pause in typing as long as the last one took: a key that comes while a run is made would wait for
// its errors. It waits LEAST ms at any rate, so that the errors of a key are drawn first, and a key that is held draws no run.
const LEAST = 60;
const LONGEST = 500;
let pause = LEAST;
let heard = 0;
let waiting;

function go() {
  if (asked || !engine.isBusy()) return;
  clearTimeout(waiting);
  const wait = engine.isRunNext() ? heard + pause - performance.now() : 0;
  if (wait > 0) {
    waiting = setTimeout(go, wait);
    return;
  }
  asked = true;
  turn.port2.postMessage(0);
}

/** Says what went wrong; the page ends this worker then. */
const guarded = (work) => async (event) => {
  try {
    await work(event);
  } catch (error) {
    postMessage(String(error));
  }
};

turn.port1.onmessage = guarded(() => {
  asked = false;
  number = engine.begin();
  if (number === undefined) return;
  postMessage(number);
  const run = engine.isRunNext();
  const start = performance.now();
  const reply = engine.step();
  if (run) pause = Math.min(LONGEST, Math.max(LEAST, performance.now() - start));
  postMessage(reply, [reply.buffer]);
  go();
});

onmessage = guarded(async ({ data }) => {
  // Said when something is asked: nobody may listen yet.
  if (failure && data instanceof Uint8Array) throw failure;
  if (data.failed) {
    failure = data.failed;
    if (early.length) throw failure;
    return;
  }
  if (data.module) {
    if (data.build !== BUILD || program.build !== BUILD) {
      throw mixed(`boot.js is of ${data.build}, worker.js of ${BUILD}, podlab-worker.js of ${program.build}`);
    }
    if (program.later) Object.assign(program.later, { address: data.later, module: data.rest ?? program.later.module, check, waits });
    await program.default({ module_or_path: data.module });
    engine = new program.Engine();
    for (const message of early.splice(0)) hear(message);
    return;
  }
  if (data.rest) {
    if (program.later) program.later.module ??= data.rest;
  } else if (engine) hear(data);
  else early.push(data);
});

/** Says when an answer waits for the engine's later part: that is not the engine's own time. */
const waits = (is) => number !== undefined && postMessage(is ? null : number);

/** Refuses a later part of the engine that is of another build. */
function check(module) {
  const [build] = WebAssembly.Module.customSections(module, "podlab-build").map((bytes) => new TextDecoder().decode(bytes));
  if (build !== BUILD) throw mixed(`worker.js is of ${BUILD}, the engine's later part of ${build}`);
}

function hear(data) {
  heard = performance.now();
  if (data.docs !== undefined) engine.docs(data.docs);
  else if (data.pages !== undefined) engine.pages(data.pages);
  else engine.hear(data);
  go();
}
