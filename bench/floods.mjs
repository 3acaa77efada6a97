import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROCESS = join(fileURLToPath(import.meta.url), '../flood-process.mjs');

/** Kinds of flood that `flood-process.mjs` knows. */
export const FLOODS = [
  'streams',
  'slow readers',
  'lists',
  'lists that nobody reads',
  'details',
  'catalog',
  'search',
  'actions',
  'signing in',
];

/**
 * Starts a flood of one user.
 *
 * @returns {{ stop: () => Promise<Record<string, number>> }} `stop` ends it and says how many answers had which status
 */
export function startFlood(kind, url, token) {
  const child = spawn(process.execPath, [PROCESS, kind, url, token], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', chunk => {
    text += chunk;
  });
  const closed = once(child, 'close');
  return {
    async stop() {
      child.kill('SIGTERM');
      await closed;
      return JSON.parse(text);
    },
  };
}

/**
 * What another user waits for the list of rollouts, in ms, asked every 100 ms
 * for so long.
 */
export async function listTimes(url, token, durationMs) {
  const times = [];
  const end = Date.now() + durationMs;
  while (Date.now() < end) {
    const began = performance.now();
    const response = await fetch(`${url}/api/rollouts/v1/rollouts`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await response.arrayBuffer();
    if (response.status !== 200) {
      throw new Error(`The list of another user: ${response.status}`);
    }
    const took = performance.now() - began;
    times.push(took);
    await new Promise(resolve => setTimeout(resolve, Math.max(0, 100 - took)));
  }
  return times;
}
