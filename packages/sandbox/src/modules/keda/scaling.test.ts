import { Behavior } from './model';
import { decide, proposalOf, ScalingFacts } from './scaling';

describe('proposalOf', () => {
  it.each<[string, number, number, number, number]>([
    ['enough for the value', 200, 50, 2, 4],
    ['rounded up', 201, 50, 2, 5],
    ['no change within a tenth', 105, 50, 2, 2],
    ['nothing for nothing', 0, 50, 2, 0],
    ['what the value needs where none runs', 100, 50, 0, 2],
    ['none where none runs and nothing is asked for', 0, 50, 0, 0],
  ])('%s', (_, value, target, running, expected) => {
    expect(proposalOf(value, target, running)).toBe(expected);
  });
});

/** As the API server fills it in. */
const behavior: Behavior = {
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Pods', value: 4, periodSeconds: 15 },
      { type: 'Percent', value: 100, periodSeconds: 15 },
    ],
  },
  scaleDown: {
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
  },
};
const down = (rules: Behavior['scaleDown']): Behavior => ({
  ...behavior,
  scaleDown: { ...behavior.scaleDown, stabilizationWindowSeconds: 0, ...rules },
});
const NOW = 10_000_000;
const facts: ScalingFacts = {
  current: 2,
  proposal: 2,
  min: 1,
  max: 10,
  wanted: [],
  changes: [],
  now: NOW,
};

describe('decide', () => {
  it.each<[string, Partial<ScalingFacts>, number, string]>([
    ['as the metric wants', { proposal: 3 }, 3, 'DesiredWithinRange'],
    ['at most four from one', { current: 1, proposal: 9 }, 4, 'ScaleUpLimit'],
    ['at most twice as many', { current: 3, proposal: 9 }, 6, 'ScaleUpLimit'],
    [
      'never more than the most',
      { current: 8, proposal: 50 },
      10,
      'TooManyReplicas',
    ],
    ['never fewer than the least', { proposal: 0 }, 1, 'TooFewReplicas'],
    [
      'four more at once with a behavior',
      { current: 1, proposal: 9, behavior },
      5,
      'ScaleUpLimit',
    ],
    [
      'no second step within the period of a policy',
      {
        current: 5,
        proposal: 9,
        behavior,
        changes: [{ at: NOW - 14_000, by: 4 }],
      },
      5,
      'ScaleUpLimit',
    ],
    [
      'the next step after the period',
      {
        current: 5,
        proposal: 9,
        behavior,
        changes: [{ at: NOW - 15_000, by: 4 }],
      },
      9,
      'DesiredWithinRange',
    ],
    [
      'as high as within the last five minutes',
      { proposal: 1, wanted: [{ at: NOW - 299_000, count: 2 }] },
      2,
      'DesiredWithinRange',
    ],
    [
      'in when that is over',
      { proposal: 1, wanted: [{ at: NOW - 300_000, count: 2 }] },
      1,
      'DesiredWithinRange',
    ],
    [
      'in at once with a window of nothing',
      {
        proposal: 1,
        behavior: down({}),
        wanted: [{ at: NOW - 15_000, count: 2 }],
      },
      1,
      'DesiredWithinRange',
    ],
    [
      'never in where that is disabled',
      { proposal: 1, behavior: down({ selectPolicy: 'Disabled' }) },
      2,
      'ScaleDownLimit',
    ],
    [
      'in by one at a time where the smallest change counts',
      {
        current: 9,
        proposal: 1,
        behavior: down({
          selectPolicy: 'Min',
          policies: [
            { type: 'Pods', value: 1, periodSeconds: 15 },
            { type: 'Percent', value: 50, periodSeconds: 15 },
          ],
        }),
      },
      8,
      'ScaleDownLimit',
    ],
    [
      'out only when it was wanted through the window',
      {
        proposal: 6,
        behavior: {
          ...behavior,
          scaleUp: { ...behavior.scaleUp, stabilizationWindowSeconds: 60 },
        },
        wanted: [{ at: NOW - 30_000, count: 3 }],
      },
      3,
      'DesiredWithinRange',
    ],
  ])('%s', (_, change, replicas, reason) => {
    const decision = decide({ ...facts, ...change });
    expect(decision.replicas).toBe(replicas);
    expect(decision.limited.reason).toBe(reason);
  });

  it('says what holds it back', () => {
    expect(
      decide({ ...facts, proposal: 1, wanted: [{ at: NOW, count: 2 }] }).able,
    ).toMatchObject({ reason: 'ScaleDownStabilized' });
    expect(decide(facts).able).toMatchObject({ reason: 'ReadyForNewScale' });
  });
});
