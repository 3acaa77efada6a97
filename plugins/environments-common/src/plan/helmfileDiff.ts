import { ReleaseChange } from '../types';

/** `ecommerce, cart, Rollout: added`, or as helm-diff writes it: `ecommerce, cart, Rollout (argoproj.io) has been added:`, `… has changed:`. */
const HEAD =
  /^([a-z0-9-]*), ([A-Za-z0-9.:_-]+), ([A-Za-z]+)(?: \([^)]*\))?(?::| has been| has) (added|changed|removed):?\s*$/;

/** Escape sequences of colours. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

const CHANGES = ['added', 'changed', 'removed'] as const;

/**
 * What Helm would change, of the output of `helmfile diff`: one line names an
 * object, the lines of its diff follow. Lines that are neither are left out;
 * what the lines hold is not kept, only how many they are.
 */
export function helmfileDiff(output: string): ReleaseChange[] {
  const changes: ReleaseChange[] = [];
  for (const line of output.replace(COLOURS, '').split('\n')) {
    const head = HEAD.exec(line);
    const change = CHANGES.find(one => one === head?.[4]);
    if (head && change) {
      changes.push({
        namespace: head[1],
        name: head[2],
        kind: head[3],
        change,
        added: 0,
        removed: 0,
      });
      continue;
    }
    const last = changes.at(-1);
    if (!last || /^(\+\+\+|---)/.test(line)) continue;
    if (line.startsWith('+')) last.added += 1;
    else if (line.startsWith('-')) last.removed += 1;
  }
  return changes;
}
