import { assertError } from '@backstage/errors';
import {
  Actor,
  AppliedParts,
  describePatch,
  KubeObject,
  OutcomeUnknownError,
  PartiallyAppliedError,
  partsInWords,
  PlannedPatch,
} from '@slipway/plugin-clusters-common';
import { Clusters } from '../types';

type Writer = Pick<Clusters, 'patch' | 'checkPatch'>;

/**
 * Sends the patches of one action in their order. Where there are several, the
 * API server tries all of them first: what can be refused is refused before
 * anything is changed. One patch is atomic and needs no trial.
 *
 * @returns the last object as the API server answered; undefined without patches
 * @throws what `Clusters.patch` throws when nothing was changed
 * @throws PartiallyAppliedError when a later patch failed: names what was applied and what was not
 * @throws OutcomeUnknownError when the first patch got no answer
 */
export async function applyPatches(
  clusters: Writer,
  cluster: string,
  patches: readonly PlannedPatch[],
  actor: Actor,
): Promise<KubeObject | undefined> {
  if (patches.length > 1) await checkAll(clusters, cluster, patches, actor);
  let last: KubeObject | undefined;
  for (const [index, patch] of patches.entries()) {
    try {
      last = await clusters.patch<KubeObject>(cluster, patch, actor);
    } catch (error) {
      assertError(error);
      throw stoppedAt(patches, index, error);
    }
  }
  return last;
}

async function checkAll(
  clusters: Writer,
  cluster: string,
  patches: readonly PlannedPatch[],
  actor: Actor,
): Promise<void> {
  const checks = await Promise.allSettled(
    patches.map(patch => clusters.checkPatch(cluster, patch, actor)),
  );
  for (const check of checks) {
    if (check.status === 'rejected') throw check.reason;
  }
}

/** The error for an action whose patch at `index` failed. */
function stoppedAt(
  patches: readonly PlannedPatch[],
  index: number,
  error: Error,
): Error {
  const words = patches.map(describePatch);
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
