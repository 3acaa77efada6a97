import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './scripts';

interface FloodModule {
  /** Kinds of flood. */
  FLOODS: string[];
  startFlood(
    kind: string,
    url: string,
    token: string,
  ): { stop(): Promise<Record<string, number>> };
  /** What another user waits for the list of rollouts, in ms. */
  listTimes(url: string, token: string, durationMs: number): Promise<number[]>;
}

/** The floods of `bench/`, which measures with care what the suite only bounds. */
export async function floodScripts(): Promise<FloodModule> {
  return import(pathToFileURL(join(ROOT, 'bench/floods.mjs')).href);
}

/** The middle one. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
