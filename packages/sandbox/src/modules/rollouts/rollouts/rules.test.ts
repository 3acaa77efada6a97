import {
  canonicalHashes,
  hashOfText,
  withAndWithoutDefaults,
  rollout,
  status,
} from '../testing/rollouts';
import { parseDuration } from '../../../loops/time';
import { splitByWeight } from './canaryCounts';
import { phaseOf } from './phase';
import { maxSurge, maxUnavailable } from './spec';

describe('how pods are split by weight', () => {
  it.each([
    // replicas, weight, surge: canary, stable
    [10, 10, 1, 1, 9],
    [10, 5, 1, 1, 10],
    [5, 20, 2, 1, 4],
    [5, 60, 2, 3, 2],
    [1, 5, 1, 1, 1],
    [1, 95, 1, 1, 1],
    [1, 50, 0, 1, 0],
    [3, 50, 0, 2, 1],
    [3, 50, 1, 2, 2],
    [4, 99, 1, 4, 1],
    [4, 0, 1, 0, 4],
    [4, 100, 1, 4, 0],
    [0, 50, 1, 0, 0],
  ])(
    '%i pods at %i %% with surge %i',
    (replicas, weight, surge, canary, stable) => {
      expect(splitByWeight(replicas, weight, 100, surge)).toEqual({
        canary,
        stable,
      });
    },
  );
});

describe('surge and unavailability', () => {
  it.each([
    [5, undefined, undefined, 2, 1],
    [3, undefined, undefined, 1, 0],
    [10, '50%', '10%', 5, 1],
    [10, 3, 2, 3, 2],
    [2, 0, '10%', 0, 1],
    [2, 1, 5, 1, 2],
    [0, undefined, undefined, 0, 0],
  ])('of %i replicas with %s and %s', (replicas, surge, unavailable, s, u) => {
    const given = rollout({
      replicas,
      strategy: { canary: { maxSurge: surge, maxUnavailable: unavailable } },
    });
    expect([maxSurge(given), maxUnavailable(given)]).toEqual([s, u]);
  });
});

describe('the phase', () => {
  const healthy = {
    replicas: 2,
    updatedReplicas: 2,
    availableReplicas: 2,
    stableRS: 'a',
    currentPodHash: 'a',
  };
  it.each([
    [{}, healthy, 'Healthy', ''],
    [{ paused: true }, healthy, 'Paused', 'manually paused'],
    [
      {},
      {
        ...healthy,
        pauseConditions: [{ reason: 'CanaryPauseStep', startTime: '' }],
      },
      'Paused',
      'CanaryPauseStep',
    ],
    [
      { restartAt: '2026-01-01T00:00:00.123Z' },
      healthy,
      'Progressing',
      'rollout is restarting',
    ],
    [
      { restartAt: '2026-01-01T00:00:00.123Z' },
      { ...healthy, restartedAt: '2026-01-01T00:00:00Z' },
      'Healthy',
      '',
    ],
    [
      {},
      { ...healthy, updatedReplicas: 1 },
      'Progressing',
      'more replicas need to be updated',
    ],
    [
      {},
      { ...healthy, availableReplicas: 1 },
      'Progressing',
      'updated replicas are still becoming available',
    ],
    [
      {},
      { ...healthy, replicas: 3 },
      'Progressing',
      'old replicas are pending termination',
    ],
    [
      {},
      { ...healthy, stableRS: 'b' },
      'Progressing',
      'waiting for all steps to complete',
    ],
    [
      { strategy: { blueGreen: {} } },
      healthy,
      'Progressing',
      'active service cutover pending',
    ],
    [
      { strategy: { blueGreen: {} } },
      { ...healthy, blueGreen: { activeSelector: 'a' } },
      'Healthy',
      '',
    ],
    [
      { strategy: { blueGreen: {} } },
      { ...healthy, stableRS: 'b', blueGreen: { activeSelector: 'a' } },
      'Progressing',
      'waiting for post-promotion verification to complete',
    ],
    [
      { strategy: { blueGreen: { postPromotionAnalysis: {} } } },
      { ...healthy, stableRS: 'b', blueGreen: { activeSelector: 'a' } },
      'Progressing',
      'waiting for analysis to complete',
    ],
    [
      {},
      {
        ...healthy,
        conditions: [{ type: 'InvalidSpec', status: 'True', message: 'no' }],
      },
      'Degraded',
      'InvalidSpec: no',
    ],
    [
      { paused: true },
      {
        ...healthy,
        conditions: [
          {
            type: 'Progressing',
            status: 'False',
            reason: 'RolloutAborted',
            message: 'gone',
          },
        ],
      },
      'Degraded',
      'RolloutAborted: gone',
    ],
  ])('of %j with %j is %s %s', (spec, given, phase, message) => {
    expect(
      phaseOf(
        { replicas: 2, strategy: { canary: {} }, ...spec },
        status(given),
      ),
    ).toEqual({ phase, message });
  });
});

describe('durations', () => {
  it.each([
    ['30s', 30_000],
    ['1h30m', 5_400_000],
    ['500ms', 500],
    ['1.5m', 90_000],
    ['0', 0],
    ['-5s', -5000],
    ['5', undefined],
    ['soon', undefined],
    ['', undefined],
  ])('%s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });
});

describe('the hash of a template', () => {
  it('does not see order, empty fields and what the API server fills in', () => {
    const [first, ...same] = canonicalHashes.same;
    expect(same.every(hash => hash === first)).toBe(true);
    expect(first).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{6,10}$/);
  });

  it('sees everything else', () => {
    const all = [canonicalHashes.same[0], ...canonicalHashes.different];
    expect(new Set(all).size).toBe(all.length);
  });
});

it.each(withAndWithoutDefaults)(
  'the hash of a template is the same with defaults: %s',
  (_, without, filled) => {
    expect(hashOfText(filled)).toBe(hashOfText(without));
  },
);

it('a pull policy that is not the default makes another template', () => {
  const of = (policy: string) =>
    hashOfText(
      `{"spec":{"containers":[{"name":"a","image":"x:1","imagePullPolicy":"${policy}"}]}}`,
    );
  expect(of('Always')).not.toBe(of('IfNotPresent'));
});
