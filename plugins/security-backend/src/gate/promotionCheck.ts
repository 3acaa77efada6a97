import { ActionCheck, CheckedAction } from '@slipway/plugin-actions-node';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import {
  CanaryFindings,
  entityFindingsReadPermission,
  GateEvidence,
  gateOverridePermission,
  isForward,
  newFindingInWords,
  runningKinds,
} from '@slipway/plugin-security-common';
import { askProvider } from '@slipway/plugin-work-node';
import { CanaryService } from '../services/CanaryService';

/** Longest wait for what a canary adds; after that it is unknown. */
const DEADLINE_MS = 8_000;

/** What was read a moment ago, when it is of the canary that is promoted now. */
function evidenceOf(
  now: { stableHash?: string; currentHash?: string },
  { stableHash, canaryHash, diff }: CanaryFindings,
): GateEvidence {
  if (!now.stableHash || now.stableHash === now.currentHash) return {};
  return diff && stableHash === now.stableHash && canaryHash === now.currentHash
    ? { diff }
    : { unknown: 'the release changed a moment ago, and is being read again' };
}

/**
 * The rules that stop promotions of canaries for their new findings. What
 * cannot be read is unknown: the rules say what becomes of it.
 */
export function promotionCheck(options: {
  canaries: CanaryService;
  clusters: Pick<Clusters, 'get'>;
}): ActionCheck {
  const { canaries, clusters } = options;
  const read = async (ref: ObjectRef): Promise<GateEvidence> => {
    const { project, resource } = runningKinds.rollouts;
    const [raw, canary] = await Promise.all([
      clusters.get<Record<string, unknown>>(resource, ref),
      canaries.of(ref),
    ]);
    return evidenceOf(project(raw), canary);
  };
  const refOf = ({ target }: CheckedAction): ObjectRef => ({
    cluster: target.cluster,
    namespace: target.namespace,
    name: target.name,
  });
  return {
    plugin: 'security',
    permissions: {
      read: entityFindingsReadPermission,
      override: gateOverridePermission,
    },
    concerns: asked =>
      asked.plugin === 'rollouts' &&
      asked.target.kind === 'Rollout' &&
      isForward(asked.action) &&
      canaries.rulesFor(refOf(asked)).length > 0,
    async check(asked) {
      const ref = refOf(asked);
      const given = await askProvider(() => read(ref), DEADLINE_MS);
      const { stops, notes } = canaries.judge(
        ref,
        'answer' in given
          ? given.answer
          : { unknown: `the findings cannot be read (${given.reason})` },
      );
      return {
        notes,
        stops: stops.map(({ rule, reason, findings }) => ({
          rule,
          reason,
          items: findings.map(entry => ({
            key: entry.key,
            text: newFindingInWords(entry),
            ...(entry.finding.link ? { link: entry.finding.link } : {}),
          })),
        })),
      };
    },
  };
}
