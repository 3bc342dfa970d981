// A server between the browser and the page's own, with the delay and the bandwidth of a distant one.
// The browser's own throttling does not slow down what a worker loads; this one slows everything down.
import { Agent, createServer, request } from "node:http";

const STEP = 10;

/** Serves what `target` serves; `rate` in bytes a second, `latency` in ms before each answer. `close()` ends it. */
export async function proxy(target, { rate = Infinity, latency = 0 } = {}) {
  const agent = new Agent({ keepAlive: true });
  let free = 0; // When the wire is free again, in ms.

  /** Sends `bytes` over the one wire that all answers share. */
  const send = async (bytes, response) => {
    const step = Number.isFinite(rate) ? Math.max(1, Math.floor((rate * STEP) / 1000)) : bytes.length || 1;
    for (let at = 0; at < bytes.length; at += step) {
      const piece = bytes.subarray(at, at + step);
      const start = Math.max(free, performance.now());
      free = start + (piece.length / rate) * 1000;
      await until(free);
      if (!response.write(piece)) await new Promise((done) => response.once("drain", done).once("close", done));
      if (response.destroyed) return;
    }
    response.end();
  };

  const server = createServer((asked, response) => {
    const url = new URL(asked.url, target);
    const onward = request(url, { method: asked.method, headers: { ...asked.headers, host: url.host }, agent }, (found) => {
      const pieces = [];
      found.on("data", (piece) => pieces.push(piece));
      found.on("end", async () => {
        await until(performance.now() + latency);
        // These two headers allow the page to ask how much memory it uses, workers and wasm included.
        const isolated = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
        response.writeHead(found.statusCode, { ...found.headers, connection: "keep-alive", ...isolated });
        await send(Buffer.concat(pieces), response);
      });
    });
    onward.on("error", () => response.writeHead(502).end());
    onward.end();
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const close = () => (server.closeAllConnections(), server.close(), agent.destroy());
  return { url: `http://127.0.0.1:${server.address().port}/`, close };
}

const until = (time) => new Promise((done) => setTimeout(done, Math.max(0, time - performance.now())));
