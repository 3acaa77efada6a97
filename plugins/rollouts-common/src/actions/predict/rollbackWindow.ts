import { RevisionView, RolloutCore } from '../../types';
import { revisionByHash } from './facts';

/**
 * Whether going to this revision is a rollback within `spec.rollbackWindow`:
 * it is older than the stable one, and fewer revisions than the window has lie
 * between the two.
 *
 * @see rollout/sync.go `isRollbackWithinWindow`
 */
export function isWithinRollbackWindow(
  core: RolloutCore,
  revisions: readonly RevisionView[],
  hash: string | undefined,
): boolean {
  const window = core.updateRules.rollbackWindow;
  const stable = revisionByHash(revisions, core.stableHash);
  const target = revisionByHash(revisions, hash);
  if (window === undefined || !stable || !target) return false;
  const [from, to] = [target, stable].map(({ createdAt }) =>
    Date.parse(createdAt),
  );
  if (!(from < to)) return false;
  const between = revisions.filter(({ createdAt }) => {
    const at = Date.parse(createdAt);
    return from < at && at < to;
  });
  return between.length < window;
}
