import { loadCase, RawObject } from '@slipway/field-cases';
import { detailsOf } from '../testUtils';

const NOW = Date.parse('2026-11-28T10:00:00Z');
const QUOTA =
  'pods "basket-newhash-x" is forbidden: exceeded quota: team-a, requested: limits.cpu=2, used: limits.cpu=39, limited: limits.cpu=40';

const derived = (change: (objects: RawObject[]) => RawObject[] = all => all) =>
  detailsOf(change(loadCase('21-pods-cannot-be-created', { now: NOW }))).basket;

/** Replaces the conditions of one object. */
const conditionsOf =
  (kind: string, name: string, conditions: object[]) =>
  (objects: RawObject[]): RawObject[] =>
    objects.map(object =>
      object.kind === kind && object.metadata.name === name
        ? { ...object, status: { ...(object.status as object), conditions } }
        : object,
    );

const failed = (message: string, reason = 'FailedCreate') => ({
  type: 'ReplicaFailure',
  status: 'True',
  reason,
  message,
});

describe('case 21: pods cannot be created', () => {
  it('says why on the revision, the rollout and under needs attention', () => {
    const { core, revisions } = derived();
    expect(
      revisions.map(({ revision, failure }) => [revision, failure?.message]),
    ).toEqual([
      [2, QUOTA],
      [1, undefined],
    ]);
    expect(core.replicaFailure).toEqual({
      reason: 'FailedCreate',
      message: QUOTA,
      since: '2026-11-28T09:55:00Z',
      replicaSet: 'basket-newhash',
    });
    expect(core.attention).toEqual({
      reason: 'replica-failure',
      severity: 'warning',
      summary: `Pods cannot be created: ${QUOTA}`,
      since: '2026-11-28T09:55:00Z',
    });
  });

  const none = conditionsOf('Rollout', 'basket', []);
  it.each<[string, (objects: RawObject[]) => RawObject[], string | undefined]>([
    [
      'a webhook, said by the ReplicaSet only',
      objects =>
        conditionsOf('ReplicaSet', 'basket-newhash', [
          failed('admission webhook "policy" denied the request: no limits'),
        ])(none(objects)),
      'Pods cannot be created: admission webhook "policy" denied the request: no limits',
    ],
    [
      'said by the Rollout only',
      conditionsOf('ReplicaSet', 'basket-newhash', []),
      `Pods cannot be created: ${QUOTA}`,
    ],
    [
      'of the stable revision',
      objects =>
        conditionsOf('ReplicaSet', 'basket-oldhash', [
          failed('no service account'),
        ])(conditionsOf('ReplicaSet', 'basket-newhash', [])(none(objects))),
      'Pods cannot be created: no service account',
    ],
    [
      'cannot be deleted',
      objects =>
        conditionsOf('ReplicaSet', 'basket-newhash', [
          failed('deletion is forbidden', 'FailedDelete'),
        ])(none(objects)),
      'Pods cannot be deleted: deletion is forbidden',
    ],
    [
      'not even the ReplicaSet',
      objects =>
        conditionsOf(
          'ReplicaSet',
          'basket-newhash',
          [],
        )(
          conditionsOf('Rollout', 'basket', [
            {
              type: 'Progressing',
              status: 'False',
              reason: 'ReplicaSetCreateError',
              message:
                'Failed to create new replica set "basket-newhash": denied',
            },
          ])(objects),
        ),
      'The ReplicaSet cannot be created: Failed to create new replica set "basket-newhash": denied',
    ],
    [
      'over again',
      objects =>
        conditionsOf('ReplicaSet', 'basket-newhash', [
          { ...failed(QUOTA), status: 'False' },
        ])(none(objects)),
      undefined,
    ],
  ])('%s', (_, change, summary) => {
    expect(derived(change).core.attention?.summary).toBe(summary);
  });

  it('is said beside the deadline once that has passed, and beside a wait', () => {
    const phase = (status: object) => (objects: RawObject[]) =>
      objects.map(object =>
        object.kind === 'Rollout'
          ? { ...object, status: { ...(object.status as object), ...status } }
          : object,
      );
    expect(
      derived(
        phase({
          phase: 'Degraded',
          message:
            'ProgressDeadlineExceeded: ReplicaSet "basket-newhash" has timed out progressing.',
        }),
      ).core.attention,
    ).toMatchObject({
      reason: 'degraded',
      severity: 'error',
      summary: expect.stringMatching(/timed out.*exceeded quota/),
    });
    expect(
      derived(
        phase({
          phase: 'Paused',
          currentStepIndex: 1,
          controllerPause: true,
          pauseConditions: [
            { reason: 'CanaryPauseStep', startTime: '2026-11-28T09:59:00Z' },
          ],
        }),
      ).core.attention,
    ).toMatchObject({
      reason: 'waiting-for-user',
      summary: expect.stringMatching(
        /waiting for manual promotion.*exceeded quota/,
      ),
    });
  });
});
