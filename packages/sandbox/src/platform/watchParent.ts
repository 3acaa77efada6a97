import { readFileSync } from 'node:fs';

const INTERVAL_MS = 500;

/**
 * What distinguishes a process from a later one with the same pid: its start time in
 * `/proc` where there is one, else that it exists. Undefined when it is gone.
 */
export function identify(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    try {
      process.kill(pid, 0);
      return process.platform === 'linux' ? undefined : 'exists';
    } catch {
      return undefined;
    }
  }
}

/**
 * Calls back when a process is gone, at most half a second later. The timer
 * keeps no process alive.
 *
 * @throws when there is no such process
 * @returns the function that ends the watch
 */
export function watchParent(pid: number, gone: () => void): () => void {
  const first = identify(pid);
  if (first === undefined) throw new Error(`There is no process ${pid}.`);
  const timer = setInterval(() => {
    if (identify(pid) !== first) {
      clearInterval(timer);
      gone();
    }
  }, INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}
