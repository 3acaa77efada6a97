import {
  paused,
  replicaSetRaw,
  rolloutRaw,
  STABLE,
} from '../__fixtures__/builders';
import { RolloutDetail } from '../types';
import { detailsOf } from './details';
import { violationsOf } from './invariants';
import { numberFacts, strayNumbers } from './numbers';
import { RawObject } from './recording';

const objects = [
  rolloutRaw({ status: paused() }),
  replicaSetRaw(STABLE, 1),
  replicaSetRaw('bbbb222', 2, {
    spec: { replicas: 1 },
    status: { replicas: 1, readyReplicas: 1, availableReplicas: 1 },
  }),
] as RawObject[];

const facts = numberFacts(objects);

describe('strayNumbers', () => {
  it.each([
    ['Moves from step 4 to step 5: 60 % of traffic.', []],
    ['Waits at step 8.', ['8']],
    ['The canary has 20 % of traffic, the stable revision 80 %.', []],
    ['The canary has 37 % of traffic.', ['37']],
    ['Undoes to revision 1.', []],
    ['Undoes to revision 3.', ['3']],
    ['1 of 5 pods is ready.', []],
    ['73 pods are ready.', ['73']],
    ['Pauses for 10m.', []],
    ['Pauses for 11m.', ['11m']],
    ['Image order:7 of pod order-service-7-x runs.', []],
    ['Failed -3 times.', ['-3']],
  ])('%s', (text, expected) => {
    expect(strayNumbers(text, facts)).toEqual(expected);
  });
});

describe('violationsOf', () => {
  const detail = detailsOf(objects)['order-service'];
  const withAttention = (summary: string): RolloutDetail => ({
    ...detail,
    core: {
      ...detail.core,
      attention: { reason: 'degraded', severity: 'error', summary },
    },
  });

  it('finds nothing in a canary that waits', () => {
    expect(violationsOf(detail, objects)).toEqual([]);
  });

  it.each([
    ['', 'is empty'],
    ['It waits', 'does not end with a period'],
    ['It waits..', 'ends a sentence twice'],
    ['It waits. It waits.', 'says a sentence twice'],
    ['It waits for undefined.', 'shows undefined'],
    ['It has {{args.limit}}.', 'shows a template as a value'],
    ['It has 37 % of traffic.', '37 is not in the objects'],
  ])('"%s" %s', (summary, violation) => {
    expect(violationsOf(withAttention(summary), objects)).toContainEqual(
      expect.stringContaining(violation),
    );
  });

  it('takes words of the objects as they stand', () => {
    expect(
      violationsOf(
        withAttention('The condition "{{args.limit}}" cannot be read.'),
        objects,
      ),
    ).toEqual([]);
  });

  it.each([
    [{ setWeight: 250 }, 'core.setWeight is no percentage: 250'],
    [{ setWeight: -3 }, 'core.setWeight is negative: -3'],
    [{ actualWeight: NaN }, 'core.actualWeight is NaN'],
    [{ stepIndex: 9 }, 'step 9 of 7'],
    [{ phaseSince: 'yesterday' }, 'core.phaseSince is no instant: "yesterday"'],
    [
      {
        pauses: [{ reason: 'ManuallyPaused', endsAt: '2026-01-01T10:00:00Z' }],
      },
      'pause ManuallyPaused ends at 2026-01-01T10:00:00Z although it needs a user',
    ],
  ])('%j', (core, violation) => {
    expect(
      violationsOf({ ...detail, core: { ...detail.core, ...core } }, objects),
    ).toContain(violation);
  });
});
