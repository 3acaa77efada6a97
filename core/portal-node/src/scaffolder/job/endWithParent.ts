import { Worker } from 'node:worker_threads';

/** Runs beside the main thread, so that a main thread that computes without end is ended too. */
const WATCH = `
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, 1000);
`;

/** Ends this process when the one that started it is gone, however busy this one is. */
export function endWithParent(): void {
  new Worker(WATCH, {
    eval: true,
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 },
  }).unref();
}
