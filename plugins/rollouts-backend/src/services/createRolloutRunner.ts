import {
  ActionRunner,
  ActionRunnerOptions,
  RawObject,
} from '@slipway/plugin-actions-node';
import {
  RolloutAction,
  rolloutActions,
  ROLLOUTS,
  RolloutTypes,
  seenStateSchema,
} from '@slipway/plugin-rollouts-common';
import { detailPath } from './links';
import { maskValuesOf } from './maskValuesOf';
import { planObjects } from './planObjects';
import { RolloutsService } from './RolloutsService';
import { stateInWords } from './stateInWords';

/** Executes the actions of rollouts. */
export type RolloutRunner = ActionRunner<RolloutTypes, RolloutAction>;

/** The runner for all actions of rollouts: what it knows of a rollout beside the definitions. */
export function createRolloutRunner({
  rollouts,
  appBaseUrl,
  ...options
}: Omit<
  ActionRunnerOptions<RolloutTypes, RolloutAction>,
  'plugin' | 'actions' | 'subject'
> & {
  rollouts: RolloutsService;
  appBaseUrl: string;
}): RolloutRunner {
  const { clusters } = options;
  return new ActionRunner<RolloutTypes, RolloutAction>({
    ...options,
    plugin: 'rollouts',
    actions: Object.values(rolloutActions),
    subject: {
      kind: ROLLOUTS.kind,
      seen: seenStateSchema,
      boundOf(ref) {
        const key = rollouts.keyOf(ref);
        return key === undefined ? undefined : rollouts.boundOf(key);
      },
      read: ref => clusters.get<RawObject>(ROLLOUTS, ref),
      complete: async (ref, raw, action, args) => ({
        raw,
        digest: maskValuesOf(ref),
        ...(await planObjects(clusters, ref, action.reads, raw, args)),
      }),
      stateInWords(ref) {
        const now = rollouts.findDetail(ref);
        return now && stateInWords(now.core);
      },
      linkOf: ref => `${appBaseUrl}${detailPath(ref)}`,
    },
  });
}
