import {
  isUnderWay,
  releaseStartedAt,
  runningRelease,
} from '@slipway/plugin-rollouts-common';
import { lackingClusters, WorkProvider } from '@slipway/plugin-work-node';
import { RolloutsService } from './RolloutsService';

/** Releases under way, in the list of what all plugins run. */
export function createWorkProvider(
  rollouts: Pick<
    RolloutsService,
    'entries' | 'family' | 'freshness' | 'requireClusters' | 'subscribe'
  >,
): WorkProvider {
  return {
    plugin: 'rollouts',
    async running() {
      await rollouts.requireClusters();
      return rollouts.entries().flatMap(({ summary }) => {
        if (!isUnderWay(summary)) return [];
        const rollout = rollouts.family(summary.ref)?.rollout;
        return [runningRelease(summary, rollout && releaseStartedAt(rollout))];
      });
    },
    lacking: () => lackingClusters(rollouts.freshness()),
    onChange: listener => rollouts.subscribe(() => listener()),
  };
}
