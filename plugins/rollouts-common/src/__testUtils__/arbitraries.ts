import fc from 'fast-check';
import { Json } from '@slipway/plugin-clusters-common/read';
import { analysisRuns } from './analysisArbitraries';
import {
  experiments,
  HASHES,
  instant,
  owner,
  pods,
  ROLLOUT_UID,
} from './objectArbitraries';
import { blueGreenStrategy, canaryStrategy } from './strategyArbitraries';
import { RawObject } from '../testUtils/recording';

/** How far from what a controller writes the objects may be. */
export type Tone = 'reachable' | 'adversarial';

const template = (image: string): Json => ({
  metadata: { labels: { app: 'order-service' } },
  spec: {
    containers: [
      { name: 'order-service', image },
      { name: 'proxy', image: 'proxy:3' },
    ],
  },
});

const REASONS = [
  'CanaryPauseStep',
  'BlueGreenPause',
  'InconclusiveAnalysisRun',
  'InconclusiveExperiment',
];

const MESSAGES = [
  'RolloutAborted: Rollout aborted update to revision 2',
  'RolloutAborted: Rollout aborted update to revision 2: Step-based analysis phase error/failed: Metric "success-rate" assessed Failed due to failed (3) > failureLimit (1)',
  'ProgressDeadlineExceeded: ReplicaSet "order-service-bbbb222" has timed out progressing.',
  'InvalidSpec: The Rollout "order-service" is invalid: spec.strategy: Required value',
];

/** Phases with the messages that a controller writes beside them. */
const PHASES: Array<[string, string]> = [
  ['Healthy', ''],
  ['Progressing', 'more replicas need to be updated'],
  ['Progressing', 'old replicas are pending termination'],
  ['Progressing', 'active service cutover pending'],
  ['Paused', 'CanaryPauseStep'],
  ['Paused', 'BlueGreenPause'],
  ['Paused', 'manually paused'],
  ...MESSAGES.map((message): [string, string] => ['Degraded', message]),
];

const ODD_PHASES: Array<[string, string]> = [
  ['Dreaming', 'of electric sheep'],
  ['', ''],
  ['Degraded', ''],
  ['Degraded', 'x'],
  ['Degraded', '{{args.limit}}'],
  ['Degraded', 'NaN  undefined.. '],
  ['Degraded', 'Ends with a period.'],
  ['Paused', '50 % of 7 pods'],
];

/** Weights as the controller records them: those of the router add up to the maximum. */
const weights = (max: number, tone: Tone) =>
  fc
    .tuple(
      fc.integer({ min: 0, max }),
      fc.integer({ min: 0, max: Math.floor(max / 4) }),
      fc.boolean(),
      fc.integer({ min: 0, max: tone === 'adversarial' ? max : 0 }),
    )
    .map(([part, more, hasMore, excess]) => {
      const additional = hasMore ? Math.min(more, max - part) : 0;
      return {
        canary: {
          weight: part + excess,
          podTemplateHash: HASHES[1],
          serviceName: 'canary',
        },
        stable: {
          weight: max - part - additional,
          podTemplateHash: HASHES[0],
          serviceName: 'stable',
        },
        ...(hasMore
          ? {
              additional: [
                {
                  weight: additional,
                  podTemplateHash: HASHES[2],
                  serviceName: 'baseline',
                },
              ],
            }
          : {}),
      };
    });

const status = (max: number, stepCount: number, tone: Tone) => {
  const replicas = fc.integer({ min: 0, max: 9 });
  const hash = fc.constantFrom(...HASHES);
  const run = fc.record({
    name: fc.constant('order-service-run-0'),
    status: fc.constantFrom(
      'Running',
      'Successful',
      'Failed',
      'Error',
      'Inconclusive',
    ),
  });
  const phases = fc.constantFrom(
    ...PHASES,
    ...(tone === 'adversarial' ? ODD_PHASES : []),
  );
  const rest = fc.record(
    {
      observedGeneration: fc.constantFrom('5', '4'),
      abort: fc.boolean(),
      abortedAt: instant,
      promoteFull: fc.boolean(),
      controllerPause: fc.boolean(),
      pauseConditions: fc.array(
        fc.record({ reason: fc.constantFrom(...REASONS), startTime: instant }),
        { maxLength: 2 },
      ),
      currentPodHash: hash,
      stableRS: fc.oneof(hash, fc.constant('')),
      currentStepIndex: fc.integer({ min: 0, max: stepCount }),
      replicas,
      updatedReplicas: replicas,
      readyReplicas: replicas,
      availableReplicas: replicas,
      conditions: fc.array(
        fc.record({
          type: fc.constantFrom(
            'Progressing',
            'Paused',
            'Healthy',
            'InvalidSpec',
            'Completed',
          ),
          status: fc.constantFrom('True', 'False'),
          reason: fc.constantFrom(
            'RolloutAborted',
            'ReplicaSetUpdated',
            'RolloutPaused',
          ),
          message: fc.constantFrom(...MESSAGES),
          lastTransitionTime: instant,
          lastUpdateTime: instant,
        }),
        { maxLength: 3 },
      ),
      canary: fc.record(
        {
          weights: weights(max, tone),
          currentStepAnalysisRunStatus: run,
          currentBackgroundAnalysisRunStatus: run,
          currentExperiment: fc.constant('order-service-exp-0'),
          stablePingPong: fc.constantFrom('ping', 'pong'),
        },
        { requiredKeys: [] },
      ),
      blueGreen: fc.record(
        {
          activeSelector: hash,
          previewSelector: hash,
          prePromotionAnalysisRunStatus: run,
          postPromotionAnalysisRunStatus: run,
        },
        { requiredKeys: [] },
      ),
      restartedAt: instant,
    },
    { requiredKeys: [] },
  );
  return fc
    .tuple(fc.option(phases, { nil: undefined, freq: 8 }), rest)
    .map(([phase, more]) =>
      phase === undefined
        ? more
        : { ...more, phase: phase[0], message: phase[1] },
    );
};

const rollout = (tone: Tone) =>
  fc.constantFrom(100, 1000, 10).chain(max =>
    canaryStrategy(max, tone).chain(canary =>
      fc.record({
        apiVersion: fc.constant('argoproj.io/v1alpha1'),
        kind: fc.constant('Rollout'),
        metadata: fc.constant({
          name: 'order-service',
          namespace: 'ecommerce',
          uid: ROLLOUT_UID,
          resourceVersion: '77',
          generation: 5,
          creationTimestamp: '2026-01-01T00:00:00Z',
          annotations: { 'rollout.argoproj.io/revision': '2' },
        }),
        spec: fc.record(
          {
            replicas: fc.integer({ min: 0, max: 9 }),
            selector: fc.constant({ matchLabels: { app: 'order-service' } }),
            strategy: fc.oneof(
              { weight: 5, arbitrary: fc.constant<Json>({ canary }) },
              {
                weight: 3,
                arbitrary: blueGreenStrategy.map<Json>(blueGreen => ({
                  blueGreen,
                })),
              },
              ...(tone === 'adversarial'
                ? [
                    { weight: 1, arbitrary: fc.constant<Json>({}) },
                    {
                      weight: 1,
                      arbitrary: blueGreenStrategy.map<Json>(blueGreen => ({
                        canary,
                        blueGreen,
                      })),
                    },
                  ]
                : []),
            ),
            template: fc.constant(template('order:2')),
            paused: fc.boolean(),
            restartAt: instant,
            rollbackWindow: fc.constant({ revisions: 3 }),
          },
          { requiredKeys: ['strategy', 'selector', 'template'] },
        ),
        status: status(max, canary.steps?.length ?? 0, tone),
      }),
    ),
  );

/** One to three ReplicaSets, oldest first, that the rollout owns. */
const replicaSets = fc
  .array(
    fc.record({
      desired: fc.integer({ min: 0, max: 9 }),
      ready: fc.nat(100),
      deadline: fc.option(instant, { nil: undefined }),
      failure: fc.boolean(),
    }),
    { minLength: 0, maxLength: 3 },
  )
  .map(list =>
    list.map(({ desired, ready, deadline, failure }, index) => {
      const count = Math.floor((desired * ready) / 100);
      return {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: {
          uid: `rs-${HASHES[index]}`,
          name: `order-service-${HASHES[index]}`,
          namespace: 'ecommerce',
          resourceVersion: '5',
          generation: 1,
          creationTimestamp: `2026-01-01T0${index + 1}:00:00Z`,
          labels: {
            app: 'order-service',
            'rollouts-pod-template-hash': HASHES[index],
          },
          annotations: {
            'rollout.argoproj.io/revision': String(index + 1),
            ...(deadline ? { 'scale-down-deadline': deadline } : {}),
          },
          ownerReferences: owner('Rollout', ROLLOUT_UID),
        },
        spec: { replicas: desired, template: template(`order:${index + 1}`) },
        status: {
          replicas: desired,
          readyReplicas: count,
          availableReplicas: count,
          observedGeneration: 1,
          ...(failure
            ? {
                conditions: [
                  {
                    type: 'ReplicaFailure',
                    status: 'True',
                    reason: 'FailedCreate',
                    message:
                      'pods "order-service" is forbidden: exceeded quota: requests.cpu=4',
                  },
                ],
              }
            : {}),
        },
      };
    }),
  );

/** Whole objects of one rollout: what it owns, its runs and experiments. */
export const rolloutObjects = (tone: Tone): fc.Arbitrary<RawObject[]> =>
  fc
    .tuple(rollout(tone), replicaSets, fc.boolean())
    .chain(([one, sets, withStatus]) =>
      fc
        .tuple(pods(sets), analysisRuns(tone), experiments)
        .map(([ownPods, runs, exps]) => {
          const { status: _, ...bare } = one;
          return [
            withStatus ? one : bare,
            ...sets,
            ...ownPods,
            ...runs,
            ...exps,
          ] as RawObject[];
        }),
    );
