/** Programs that run now. */
const running = new Set();

process.on('exit', () => running.forEach(child => child.kill('SIGTERM')));
for (const [signal, number] of [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
]) {
  process.on(signal, () => {
    // A script that has its own way to end takes it, and exits when it is done.
    if (process.listenerCount(signal) === 1) process.exit(128 + number);
  });
}

/**
 * Ends a program with this process, also when a signal reached this process alone.
 * @param {import('node:child_process').ChildProcess} child
 */
export function endWithUs(child) {
  running.add(child);
  const forget = () => running.delete(child);
  child.once('exit', forget);
  child.once('error', forget);
}
