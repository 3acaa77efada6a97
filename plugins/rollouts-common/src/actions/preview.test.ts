import { Json } from '@slipway/plugin-clusters-common/read';
import { deriveDetail } from '../derive/detail';
import {
  projectAnalysisRun,
  projectPod,
  projectReplicaSet,
} from '../raw/project';
import { RolloutActionName } from '../types';
import {
  CANARY,
  context,
  paused,
  REPLICA_SETS_RAW,
  replicaSetRaw,
  rolloutOf,
  STABLE,
  UID,
} from '../__fixtures__/builders';
import { seenStateOf } from './operations';
import { previewAction } from './registry';
import { PreviewArgs } from './rolloutAction';

type Options = Parameters<typeof rolloutOf>[0];

const detailOf = (
  options: Options = {},
  objects: { replicaSets?: Json[]; pods?: Json[]; runs?: Json[] } = {},
) =>
  deriveDetail(rolloutOf(options), context(), {
    replicaSets: (objects.replicaSets ?? REPLICA_SETS_RAW).map(
      projectReplicaSet,
    ),
    pods: (objects.pods ?? []).map(projectPod),
    analysisRuns: (objects.runs ?? []).map(projectAnalysisRun),
    events: [],
  });

const NOW = Date.parse('2026-01-01T12:00:00Z');

const preview = (
  action: RolloutActionName,
  options: Options = {},
  args: PreviewArgs = {},
  objects: Parameters<typeof detailOf>[1] = {},
) =>
  previewAction(action, detailOf(options, objects), args, {
    environment: 'prod',
    now: NOW,
  });

const at = (index: number, more: object = {}) => ({
  status: { currentStepIndex: index, ...more },
});
const waiting = (reason: string) => ({ status: paused(reason) });
const aborted = {
  abort: true,
  phase: 'Degraded',
  message: 'RolloutAborted: x',
};
const blueGreen = { strategy: { blueGreen: { activeService: 'a' } } };

describe('what will happen', () => {
  it.each<[RolloutActionName, Options, PreviewArgs, string]>([
    [
      'promote',
      at(3),
      {},
      'Moves from step 4 to step 5: 60 % of traffic. Then step 6: pause 10m at 60 % of traffic.',
    ],
    [
      'promote',
      at(0),
      {},
      'Moves from step 1 to step 2: waits for manual promotion at 20 % of traffic.',
    ],
    [
      'promote',
      at(4),
      {},
      'Moves from step 5 to step 6: pause 10m at 60 % of traffic.',
    ],
    [
      'promote',
      at(2),
      {},
      'Moves from step 3 to step 4: analysis success-rate at 40 % of traffic.',
    ],
    [
      'promote',
      at(6),
      {},
      'Finishes step 7, the last one: the canary becomes stable with all traffic.',
    ],
    [
      'promote',
      { ...at(3), spec: { paused: true } },
      {},
      'Resumes the rollout. Moves from step 4 to step 5: 60 % of traffic. Then step 6: pause 10m at 60 % of traffic.',
    ],
    [
      'promote',
      { ...blueGreen, ...waiting('BlueGreenPause') },
      {},
      'Revision 2 becomes active and gets all traffic.',
    ],
    [
      'promote-full',
      at(5),
      {},
      'The canary becomes stable and gets all traffic when its pods are available, without pause and without analysis. Skips 2 steps: pause 10m, 100 %.',
    ],
    [
      'skip-step',
      at(5),
      {},
      'Skips step 6 (pause 10m). Moves from step 6 to step 7: 100 % of traffic. Then the canary becomes stable.',
    ],
    [
      'abort',
      at(2),
      {},
      'All traffic goes back to revision 1, gradually as its pods get ready. The new template stays in the spec: it is not rolled out until it is retried or changed.',
    ],
    [
      'retry',
      at(0, aborted),
      {},
      'Rolls the new template out again from step 1: 20 %. Then step 2: waits for manual promotion at 20 % of traffic.',
    ],
    [
      'restart',
      {},
      {},
      'Replaces all 5 pods, 1 at a time, without a new revision.',
    ],
    [
      'undo',
      {},
      { toRevision: 1 },
      'Puts the template of revision 1 (order:1) back. It is the stable one: the steps are skipped, and it gets the traffic back as its pods get ready.',
    ],
    ['undo', {}, {}, 'Choose the revision to go back to.'],
    [
      'set-image',
      {},
      { images: [{ container: '*', image: 'x:1' }] },
      'Sets every container to x:1. It starts at step 1: 20 % of traffic. Then step 2: waits for manual promotion at 20 % of traffic.',
    ],
    ['terminate-analysis', {}, {}, 'No analysis is running.'],
    [
      'pause',
      {},
      {},
      'Holds the rollout where it is until somebody resumes it.',
    ],
    [
      'resume',
      { ...at(2), spec: { paused: true } },
      {},
      'The controller continues from where it was paused.',
    ],
  ])('%s of %j with %j', (action, options, args, effect) => {
    expect(preview(action, options, args).effect).toBe(effect);
  });
});

describe('warnings', () => {
  const run = (phase: string, counts: Json): Json => ({
    metadata: {
      uid: 'ar',
      name: 'run-1',
      labels: { 'rollouts-pod-template-hash': CANARY },
      ownerReferences: [{ uid: UID }],
    },
    spec: {
      metrics: [
        {
          name: 'success-rate',
          count: 4,
          interval: '5s',
          successCondition: 'result[0] >= 0.95',
          provider: { prometheus: {} },
        },
      ],
    },
    status: {
      phase,
      metricResults: [{ name: 'success-rate', phase, ...counts }],
    },
  });

  it('names a metric that fails, an analysis that runs, pods that are not ready or restart', () => {
    const canary = replicaSetRaw(CANARY, 2, {
      spec: { replicas: 4 },
      status: { observedGeneration: 1, readyReplicas: 2, availableReplicas: 2 },
    });
    const pod: Json = {
      metadata: {
        uid: 'p',
        name: 'p',
        ownerReferences: [{ uid: `rs-${CANARY}` }],
      },
      spec: { containers: [{ name: 'a' }] },
      status: {
        phase: 'Running',
        containerStatuses: [{ restartCount: 3, state: { running: {} } }],
      },
    };
    expect(
      preview(
        'promote',
        at(3),
        {},
        {
          replicaSets: [replicaSetRaw(STABLE, 1), canary],
          pods: [pod],
          runs: [run('Running', { successful: 2, failed: 1 })],
        },
      ).warnings,
    ).toEqual([
      'success-rate: 3 of 4 measurements taken, 1 failed, 0 allowed.',
      'Analysis run-1 is still running.',
      '2 of 4 pods of the new revision are not ready.',
      'Containers of the new revision restarted 3 times.',
    ]);
  });

  it('gives the verdict of an analysis that ended badly', () => {
    expect(
      preview(
        'promote',
        at(3, paused('InconclusiveAnalysisRun')),
        {},
        { runs: [run('Inconclusive', { inconclusive: 1 })] },
      ).warnings,
    ).toEqual([
      'Analysis run-1: success-rate is inconclusive: 1 of 1 measurement neither good nor bad, 0 allowed.',
    ]);
  });

  it('says that an aborted rollout is promoted, and that Git is left behind', () => {
    const message = 'RolloutAborted: x';
    expect(
      preview(
        'promote-full',
        at(0, { abort: true, phase: 'Degraded', message }),
      ).warnings,
    ).toContain(`The rollout was aborted: ${message}`);
    expect(preview('undo', at(2), { toRevision: 1 }).warnings).toEqual([
      'The update of revision 2, at step 3 of 7, is replaced by this one.',
      'This leaves Git behind: the object differs from Git until it is changed there too.',
    ]);
  });

  it('has none for a healthy canary, and none for the safe action', () => {
    expect(preview('promote', at(3)).warnings).toEqual([]);
    expect(preview('abort', at(3)).warnings).toEqual([]);
  });
});

describe('the equivalent command', () => {
  it.each<[RolloutActionName, Options, PreviewArgs, string]>([
    [
      'promote',
      {},
      {},
      'kubectl argo rollouts promote order-service -n ecommerce',
    ],
    [
      'promote-full',
      {},
      {},
      'kubectl argo rollouts promote order-service --full -n ecommerce',
    ],
    [
      'skip-step',
      {},
      {},
      'kubectl argo rollouts promote order-service --skip-current-step -n ecommerce',
    ],
    [
      'skip-step',
      { status: paused() },
      {},
      'kubectl argo rollouts promote order-service -n ecommerce',
    ],
    ['pause', {}, {}, 'kubectl argo rollouts pause order-service -n ecommerce'],
    [
      'resume',
      {},
      {},
      `kubectl patch rollout order-service -n ecommerce --type merge -p '{"spec":{"paused":false}}'`,
    ],
    ['abort', {}, {}, 'kubectl argo rollouts abort order-service -n ecommerce'],
    [
      'abort',
      { status: { promoteFull: true } },
      {},
      `kubectl patch rollout order-service -n ecommerce --subresource status --type merge -p '{"status":{"abort":true,"promoteFull":false}}'`,
    ],
    [
      'retry',
      {},
      {},
      'kubectl argo rollouts retry rollout order-service -n ecommerce',
    ],
    [
      'restart',
      {},
      {},
      'kubectl argo rollouts restart order-service -n ecommerce',
    ],
    [
      'undo',
      {},
      { toRevision: 1 },
      'kubectl argo rollouts undo order-service --to-revision=1 -n ecommerce',
    ],
    [
      'set-image',
      {},
      { images: [{ container: '*', image: 'x:1' }] },
      `kubectl argo rollouts set image order-service '*=x:1' -n ecommerce`,
    ],
    [
      'terminate-analysis',
      {},
      { analysisRun: 'run-1' },
      'kubectl argo rollouts terminate analysisrun run-1 -n ecommerce',
    ],
  ])('%s of %j with %j', (action, options, args, command) => {
    expect(preview(action, options, args).command).toBe(command);
  });
});

describe('confirmation', () => {
  it.each<[RolloutActionName, boolean, boolean]>([
    ['promote', false, false],
    ['promote-full', true, false],
    ['undo', true, false],
    ['set-image', true, false],
    ['abort', false, true],
    ['restart', false, false],
  ])('%s in production: typed %p, one tap %p', (action, typed, oneTap) => {
    const shown = preview(action);
    expect([shown.typedConfirmation, shown.oneTap]).toEqual([typed, oneTap]);
    expect(shown.title).toContain('order-service');
  });

  it('types nothing outside production', () => {
    const shown = previewAction(
      'undo',
      detailOf(),
      {},
      { environment: 'stage', now: NOW },
    );
    expect(shown.typedConfirmation).toBe(false);
  });
});

it('sends with an action what the page showed', () => {
  expect(seenStateOf(detailOf(at(2)).core)).toEqual({
    uid: UID,
    currentPodHash: CANARY,
    currentStepIndex: 2,
  });
});
