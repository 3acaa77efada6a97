import { RevisionView, RolloutCore } from '@slipway/plugin-rollouts-common';

/** The two revisions that a release is about. */
export interface RevisionPair {
  stable?: RevisionView;
  /** The revision on its way; absent when stable is what is wanted. */
  canary?: RevisionView;
}

/** Finds both by their tags (the server's rule); `preview` stands for the new one of blue-green. */
export function revisionPair(
  revisions: readonly RevisionView[],
  core: Pick<RolloutCore, 'strategy' | 'inProgress' | 'currentPodHash'>,
): RevisionPair {
  const tagged = (...tags: RevisionView['tags']) =>
    revisions.find(revision => revision.tags.some(tag => tags.includes(tag)));
  const stable = tagged('stable') ?? tagged('active');
  const canary =
    tagged('canary', 'preview') ??
    (core.inProgress
      ? revisions.find(r => r.podTemplateHash === core.currentPodHash)
      : undefined);
  return {
    stable,
    canary: canary?.uid === stable?.uid ? undefined : canary,
  };
}
