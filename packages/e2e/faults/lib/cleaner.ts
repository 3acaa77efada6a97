import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What cleans up after a test: the context of `it`; for a whole file one `const file = { after }` of node:test. */
export interface Cleaner {
  after(work: () => unknown): void;
}

const stacks = new WeakMap<Cleaner, Array<() => unknown>>();

/** Does this after the test. What was registered last comes first. */
export function cleanUp(cleaner: Cleaner, work: () => unknown): void {
  let stack = stacks.get(cleaner);
  if (!stack) {
    const works: Array<() => unknown> = [];
    stacks.set(cleaner, works);
    cleaner.after(async () => {
      for (let next = works.pop(); next; next = works.pop()) await next();
    });
    stack = works;
  }
  stack.push(work);
}

/** An empty folder below the system's temporary one, removed after the test. */
export function temporaryFolder(cleaner: Cleaner): string {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-faults-'));
  cleanUp(cleaner, () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
