import { Json } from '@slipway/plugin-clusters-common/read';
import { projectReplicaSet } from '../raw/project';
import {
  CANARY,
  REPLICA_SETS_RAW,
  replicaSetRaw,
  rolloutOf,
} from '../__fixtures__/builders';
import { actualWeight, setWeight } from './weights';

type Options = Parameters<typeof rolloutOf>[0];

const routed = { canary: { trafficRouting: { maxTrafficWeight: 1000 } } };
const zeroFirst: Json[] = [{ pause: {} }, { setWeight: 0 }, { pause: {} }];

const cases: Array<[string, Options, number, number]> = [
  ['at a setWeight', { status: { currentStepIndex: 0 } }, 20, 20],
  ['walks back to the nearest', { status: { currentStepIndex: 3 } }, 40, 20],
  [
    'no setWeight before the step',
    { canary: { steps: zeroFirst }, status: { currentStepIndex: 0 } },
    0,
    20,
  ],
  [
    'a weight of zero counts',
    {
      canary: { steps: [{ setWeight: 50 }, ...zeroFirst] },
      status: { currentStepIndex: 3 },
    },
    0,
    20,
  ],
  [
    'no index yet is the first step',
    { status: { currentStepIndex: undefined } },
    20,
    20,
  ],
  ['all steps done', { status: { currentStepIndex: 7 } }, 100, 100],
  ['no steps', { canary: { steps: [] } }, 100, 100],
  ['aborted', { status: { abort: true, currentStepIndex: 0 } }, 0, 20],
  ['nothing available', { status: { availableReplicas: 0 } }, 20, 0],
  [
    'largest weight when done',
    { ...routed, status: { currentStepIndex: 7 } },
    1000,
    1000,
  ],
  ['routed, not yet reported: the set weight', routed, 20, 20],
  [
    'routed: what the controller reports',
    { ...routed, status: { canary: { weights: { canary: { weight: 15 } } } } },
    20,
    15,
  ],
  [
    'the current revision is stable: nothing is a canary',
    { status: { stableRS: CANARY, currentStepIndex: 1 } },
    20,
    0,
  ],
];

describe('weights', () => {
  it.each(cases)('%s', (_, options, set, actual) => {
    const rollout = rolloutOf(options);
    const replicaSets = REPLICA_SETS_RAW.map(projectReplicaSet);
    expect(setWeight(rollout)).toBe(set);
    expect(actualWeight(rollout, replicaSets)).toBe(actual);
  });

  it('rounds down', () => {
    const canary = projectReplicaSet(
      replicaSetRaw(CANARY, 2, { status: { availableReplicas: 1 } }),
    );
    const rollout = rolloutOf({ status: { availableReplicas: 6 } });
    expect(actualWeight(rollout, [canary])).toBe(16);
  });
});
