import { ago, fault, kill, NOW } from '../__fixtures__/builders';
import { ChaosObject } from '../raw';
import { faultRow } from '../view';
import { faultHappenings } from './happenings';

const apply = (seconds: number, type = 'Succeeded') => ({
  type,
  operation: 'Apply',
  timestamp: ago(seconds),
});
const recover = (seconds: number) => ({
  type: 'Succeeded',
  operation: 'Recover',
  timestamp: ago(seconds),
});
const INJECTED = {
  phase: 'Injected',
  injectedCount: 1,
  events: [apply(20)],
};

function happenings(object: ChaosObject) {
  const row = faultRow(object, {
    cluster: 'gke',
    environment: { environment: 'stage', source: 'config-cluster' },
    bound: { entity: { state: 'unbound', reason: 'none' } },
    now: NOW,
    events: [],
  });
  if (!row) throw new Error('no fault');
  return faultHappenings(row, ago(0));
}

describe('faultHappenings', () => {
  it.each<[string, ChaosObject, Array<[string, string, string | undefined]>]>([
    ['nothing yet', fault(), []],
    [
      'injected',
      fault({
        conditions: ['Selected', 'AllInjected'],
        desiredPhase: 'Run',
        records: [INJECTED],
      }),
      [['injected', ago(20), 'high']],
    ],
    [
      'a kill is injected, and nothing recovers',
      fault({
        kind: 'PodChaos',
        spec: kill(),
        conditions: ['Selected', 'AllInjected'],
        records: [INJECTED],
      }),
      [['injected', ago(20), 'high']],
    ],
    [
      'recovered',
      fault({
        createdAgo: 600,
        conditions: ['Selected', 'AllRecovered'],
        desiredPhase: 'Stop',
        records: [
          {
            injectedCount: 1,
            recoveredCount: 1,
            events: [apply(590), recover(290)],
          },
        ],
      }),
      [
        ['injected', ago(590), 'high'],
        ['recovered', ago(290), undefined],
      ],
    ],
    [
      'a pause is no end',
      fault({
        conditions: ['Selected', 'Paused'],
        annotations: { 'experiment.chaos-mesh.org/pause': 'true' },
        desiredPhase: 'Stop',
        records: [
          {
            injectedCount: 1,
            recoveredCount: 1,
            events: [apply(50), recover(10)],
          },
        ],
      }),
      [['injected', ago(50), 'high']],
    ],
    [
      'not injected',
      fault({
        conditions: ['Selected'],
        desiredPhase: 'Run',
        records: [{ events: [apply(5, 'Failed')] }],
      }),
      [['not-injected', ago(0), 'high']],
    ],
    [
      'stuck in its deletion',
      fault({
        conditions: ['Selected', 'AllInjected'],
        desiredPhase: 'Run',
        deletedAgo: 60,
        records: [INJECTED],
      }),
      [
        ['injected', ago(20), 'high'],
        ['not-recovered', ago(0), 'critical'],
      ],
    ],
    ['a Schedule', fault({ kind: 'Schedule' }), []],
  ])('%s', (_, object, expected) => {
    expect(
      happenings(object).map(({ activity, notice }) => [
        activity.type,
        activity.at,
        notice?.severity,
      ]),
    ).toEqual(expected);
  });
});
