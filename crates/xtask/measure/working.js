// The processor's time of the page's main thread between marks of the page: what is ours of the time that a person waits. The
// rest is waiting for the screen's next frame, for the worker, or for other programs of the machine.

const TASK = "ThreadControllerImpl::RunTask";

/** Runs `work`, and returns the ms of work between each mark `from` and the first marks with each of the names behind it. */
export async function working(page, from, names, work) {
  await page.tracing.start({ categories: ["toplevel", "blink.user_timing"] });
  await work();
  const { traceEvents } = JSON.parse(new TextDecoder().decode(await page.tracing.stop()));
  const marks = traceEvents.filter(({ cat, name }) => cat === "blink.user_timing" && (name === from || names.includes(name)));
  marks.sort((one, other) => one.ts - other.ts);
  const [{ pid, tid }] = marks;
  const tasks = traceEvents.filter((event) => event.name === TASK && event.ph === "X" && event.pid === pid && event.tid === tid);
  const starts = marks.filter(({ name }) => name === from);
  return starts.map(({ ts }) =>
    Object.fromEntries(names.map((name) => [name, spent(tasks, ts, marks.find((mark) => mark.name === name && mark.ts > ts)?.ts ?? ts)])));
}

/** The processor's ms of the tasks between two times; of a task that reaches beyond them, its share. */
const spent = (tasks, from, to) =>
  tasks.reduce((sum, { ts, dur, tdur }) => {
    const inside = Math.min(to, ts + dur) - Math.max(from, ts);
    return inside > 0 ? sum + (tdur * inside) / dur / 1000 : sum;
  }, 0);
