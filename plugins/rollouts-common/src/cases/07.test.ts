import { loadCase, ofKind, RawObject } from '@slipway/field-cases';
import { servingSentence } from '../derive';
import { detailsOf } from '../testUtils';

const NAME = '07-max-traffic-weight';
const load = () => loadCase(NAME, { now: Date.now() });

/** The case with other parts and another maximum. */
function withWeights(
  canary: unknown,
  stable: unknown,
  maxTrafficWeight: number,
): RawObject[] {
  const objects = load();
  const [rollout] = ofKind(objects, 'Rollout');
  Object.assign(rollout, {
    spec: {
      replicas: 4,
      strategy: {
        canary: {
          steps: [{ setWeight: canary }, { pause: {} }],
          trafficRouting: { nginx: {}, maxTrafficWeight },
        },
      },
    },
  });
  const { status } = rollout as { status?: Record<string, unknown> };
  Object.assign(status ?? {}, {
    canary: {
      weights: {
        canary: { weight: canary, podTemplateHash: 'newhash' },
        stable: { weight: stable, podTemplateHash: 'oldhash' },
      },
    },
  });
  return objects;
}

describe('case 07: parts of maxTrafficWeight', () => {
  it('shows weights as percentages of all traffic', () => {
    const { core } = detailsOf(load()).basket;
    expect(core).toMatchObject({ setWeight: 0.5, actualWeight: 0.5 });
    expect(core.steps.map(({ label }) => label)).toEqual([
      '0.5 %',
      'pause',
      '50 %',
      'pause',
    ]);
    expect(core.steps.map(({ weight }) => weight)).toEqual([
      0.5,
      undefined,
      50,
      undefined,
    ]);
    expect(servingSentence(core.serving)).toBe(
      '99.5 % of traffic is on revision 1 (stable), 0.5 % on revision 2 (canary).',
    );
    expect(core.kubectlWeights).toEqual({ set: 5, actual: 5 });
  });

  it('shows 100 % while stable', () => {
    const { core } = detailsOf(load())['basket-done'];
    expect(core).toMatchObject({ setWeight: 100, actualWeight: 100 });
    expect(core.kubectlWeights).toEqual({ set: 1000, actual: 1000 });
    expect(servingSentence(core.serving)).toBe(
      'All traffic is on revision 2 (stable).',
    );
  });

  it.each<
    [
      string,
      unknown,
      unknown,
      number,
      number | undefined,
      number | undefined,
      string,
    ]
  >([
    ['a tenth of a percent', 1, 999, 1000, 0.1, 0.1, '0.1 %'],
    ['parts of 10000', 9995, 5, 10_000, 99.95, 99.95, '99.95 %'],
    ['a maximum below 100', 3, 7, 10, 30, 30, '30 %'],
    ['thirds', 1, 2, 3, 33.3, 33.3, '33.3 %'],
    [
      'more than the maximum',
      1500,
      -500,
      1000,
      undefined,
      undefined,
      'weight 1500 of 1000',
    ],
    [
      'less than nothing',
      -5,
      1005,
      1000,
      undefined,
      undefined,
      'weight -5 of 1000',
    ],
    ['a sum that is not the maximum', 5, 95, 1000, 0.5, undefined, '0.5 %'],
    ['no number', 'many', 95, 1000, 0, undefined, 'unknown step'],
    ['a maximum of 0', 0, 0, 0, undefined, undefined, 'weight 0 of 0'],
  ])('%s', (_, canary, stable, max, set, actual, label) => {
    const { core } = detailsOf(withWeights(canary, stable, max)).basket;
    expect(core.actualWeight).toBe(actual);
    expect(core.setWeight).toBe(set);
    expect(core.steps[0].label).toBe(label);
    expect(core.serving.unknown === undefined).toBe(actual !== undefined);
    expect(core.serving.shares.length > 0).toBe(actual !== undefined);
  });
});
