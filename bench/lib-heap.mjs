import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Opens the debugger of a Node process that was started with
 * `--inspect-port=127.0.0.1:0` and writes its output to `log`.
 */
export async function openDebugger(pid, log) {
  process.kill(pid, 'SIGUSR1');
  const address = await (async () => {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const found = readFileSync(log, 'utf8').match(
        /Debugger listening on (ws:\/\/127\.0\.0\.1:\d+\/\S+)/,
      );
      if (found) return found[1];
      await sleep(100);
    }
    throw new Error('The debugger of the portal did not open.');
  })();
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error('The debugger cannot be reached.'));
  });
  let last = 0;
  const waiting = new Map();
  socket.onmessage = ({ data }) => {
    const { id, result } = JSON.parse(data);
    waiting.get(id)?.(result);
    waiting.delete(id);
  };
  return {
    ask(method, params = {}) {
      last += 1;
      const id = last;
      socket.send(JSON.stringify({ id, method, params }));
      return new Promise(resolve => {
        waiting.set(id, resolve);
      });
    },
    close: () => socket.close(),
  };
}

/** MiB that are in use after two collections: objects, and the bytes of buffers. */
export async function heapAfterCollection(inspector) {
  await inspector.ask('HeapProfiler.enable');
  await inspector.ask('HeapProfiler.collectGarbage');
  await inspector.ask('HeapProfiler.collectGarbage');
  const { result } = await inspector.ask('Runtime.evaluate', {
    expression:
      '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())',
  });
  return Math.round((result.value / 2 ** 20) * 10) / 10;
}
