import { RevisionView, RolloutCore } from '@slipway/plugin-rollouts-common';

/**
 * With which revision one is compared: what is being released with stable,
 * any other with the one before it; undefined for the oldest.
 *
 * @param revisions - newest first
 */
export function compareFrom(
  revision: RevisionView,
  revisions: readonly RevisionView[],
  core: Pick<RolloutCore, 'currentPodHash' | 'stableHash' | 'inProgress'>,
): RevisionView | undefined {
  if (core.inProgress && revision.podTemplateHash === core.currentPodHash) {
    const stable = revisions.find(
      other => other.podTemplateHash === core.stableHash,
    );
    if (stable) return stable;
  }
  return revisions.find(other => other.revision < revision.revision);
}
