import { assertError } from '@backstage/errors';
import {
  Actor,
  AppliedParts,
  describeWrite,
  KubeObject,
  OutcomeUnknownError,
  PartiallyAppliedError,
  partsInWords,
  Write,
} from '@slipway/plugin-clusters-common';
import { Clusters } from '../types';

type Writer = Pick<Clusters, 'write'>;

/**
 * Sends the writes of one action in their order. Where there are several, the
 * API server tries all of them first: what can be refused is refused before
 * anything is changed. One write is atomic and needs no trial.
 *
 * @returns the last object as the API server answered; undefined without one
 * @throws what `Clusters.write` throws when nothing was changed
 * @throws PartiallyAppliedError when a later write failed: names what was applied and what was not
 * @throws OutcomeUnknownError when the first write got no answer
 */
export async function applyWrites(
  clusters: Writer,
  cluster: string,
  writes: readonly Write[],
  actor: Actor,
): Promise<KubeObject | undefined> {
  if (writes.length > 1) await tryWrites(clusters, cluster, writes, actor);
  let last: KubeObject | undefined;
  for (const [index, write] of writes.entries()) {
    try {
      last = await clusters.write(cluster, write, actor);
    } catch (error) {
      assertError(error);
      throw stoppedAt(writes, index, error);
    }
  }
  return last;
}

/**
 * Lets the API server try writes without making them, all at once.
 *
 * @throws what `Clusters.write` throws for the first that is refused; nothing was changed
 */
export async function tryWrites(
  clusters: Writer,
  cluster: string,
  writes: readonly Write[],
  actor: Actor,
): Promise<void> {
  const checks = await Promise.allSettled(
    writes.map(write =>
      clusters.write(cluster, write, actor, { dryRun: true }),
    ),
  );
  for (const check of checks) {
    if (check.status === 'rejected') throw check.reason;
  }
}

/** The error for an action whose write at `index` failed. */
function stoppedAt(
  writes: readonly Write[],
  index: number,
  error: Error,
): Error {
  const words = writes.map(describeWrite);
  const open = error.name === 'OutcomeUnknownError';
  const parts: AppliedParts = {
    applied: words.slice(0, index),
    unknown: open ? [words[index]] : [],
    notApplied: words.slice(open ? index + 1 : index),
  };
  if (parts.applied.length > 0) {
    return new PartiallyAppliedError(parts, error.message);
  }
  return open
    ? new OutcomeUnknownError(partsInWords(parts, error.message))
    : error;
}
