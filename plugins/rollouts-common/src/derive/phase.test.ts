import { paused, rolloutOf } from '../__fixtures__/builders';
import { awaitsController, calculatePhase, rolloutPhase } from './phase';

type Options = Parameters<typeof rolloutOf>[0];

const row = (name: string, options: Options, expected: string) =>
  [name, options, expected] as const;

const old = (status: object, rest: Options = {}): Options => ({
  ...rest,
  status: {
    phase: undefined,
    message: undefined,
    updatedReplicas: 5,
    availableReplicas: 5,
    replicas: 5,
    ...status,
  },
});

const blueGreen = (more: object = {}) => ({
  blueGreen: { activeService: 'a', ...more },
});

describe('rolloutPhase', () => {
  it.each([
    row(
      'generation not observed wins over all',
      { status: { observedGeneration: '4', phase: 'Healthy' } },
      'Progressing|waiting for rollout spec update to be observed',
    ),
    row(
      'a hash as observedGeneration counts as observed',
      { status: { observedGeneration: '7d9f', phase: 'Healthy', message: '' } },
      'Healthy|',
    ),
    row(
      'a number larger than the generation counts as observed',
      { status: { observedGeneration: '99', phase: 'Healthy', message: '' } },
      'Healthy|',
    ),
    row(
      'no observedGeneration counts as observed',
      {
        status: {
          observedGeneration: undefined,
          phase: 'Paused',
          message: 'CanaryPauseStep',
        },
      },
      'Paused|CanaryPauseStep',
    ),
    row(
      'controllerPause without conditions',
      { status: { controllerPause: true, phase: 'Paused' } },
      'Progressing|waiting for rollout to unpause',
    ),
    row(
      'workload generation, only when the template was resolved',
      {
        metadata: {
          annotations: { 'rollout.argoproj.io/workload-generation': '3' },
        },
        spec: { templateResolvedFromRef: true },
        status: { workloadObservedGeneration: '2' },
      },
      'Progressing|waiting for rollout spec update to be observed for the reference workload',
    ),
    row(
      'a stored object never says that the template was resolved',
      {
        metadata: {
          annotations: { 'rollout.argoproj.io/workload-generation': '3' },
        },
        status: {
          workloadObservedGeneration: '2',
          phase: 'Healthy',
          message: '',
        },
      },
      'Healthy|',
    ),
    row(
      'phase and message verbatim',
      {
        status: {
          phase: 'Degraded',
          message: 'RolloutAborted: Rollout aborted update to revision 2',
        },
      },
      'Degraded|RolloutAborted: Rollout aborted update to revision 2',
    ),
    row(
      'a phase that nobody knows',
      { status: { phase: 'Dancing', message: 'tango' } },
      'Unknown|tango',
    ),
    row('nothing written: computed', old({ stableRS: 'bbbb222' }), 'Healthy|'),
  ])('%s', (_, options, expected) => {
    const { phase, message } = rolloutPhase(rolloutOf(options));
    expect(`${phase}|${message}`).toBe(expected);
  });
});

describe('calculatePhase', () => {
  const condition = (type: string, reason: string, message: string) => ({
    conditions: [{ type, reason, status: 'False', message }],
  });
  it.each([
    row(
      'invalid spec',
      old(condition('InvalidSpec', 'InvalidSpec', 'no selector')),
      'Degraded|InvalidSpec: no selector',
    ),
    row(
      'aborted',
      old(condition('Progressing', 'RolloutAborted', 'aborted')),
      'Degraded|RolloutAborted: aborted',
    ),
    row(
      'deadline wins over a manual pause',
      old(condition('Progressing', 'ProgressDeadlineExceeded', 'too slow'), {
        spec: { paused: true },
      }),
      'Degraded|ProgressDeadlineExceeded: too slow',
    ),
    row(
      'manually paused',
      old({}, { spec: { paused: true } }),
      'Paused|manually paused',
    ),
    row(
      'first pause reason',
      old({
        pauseConditions: [
          { reason: 'InconclusiveAnalysisRun', startTime: '' },
          { reason: 'CanaryPauseStep', startTime: '' },
        ],
      }),
      'Paused|InconclusiveAnalysisRun',
    ),
    row(
      'restarting',
      old({}, { spec: { restartAt: '2026-01-01T00:00:00Z' } }),
      'Progressing|rollout is restarting',
    ),
    row(
      'restart done',
      old(
        { restartedAt: '2026-01-01T00:00:00Z', stableRS: 'bbbb222' },
        { spec: { restartAt: '2026-01-01T00:00:00Z' } },
      ),
      'Healthy|',
    ),
    row(
      'more replicas',
      old({ updatedReplicas: 4 }),
      'Progressing|more replicas need to be updated',
    ),
    row(
      'replicas default to one',
      old(
        {
          updatedReplicas: 1,
          availableReplicas: 1,
          replicas: 1,
          stableRS: 'bbbb222',
        },
        { spec: { replicas: undefined } },
      ),
      'Healthy|',
    ),
    row(
      'becoming available',
      old({ availableReplicas: 4 }),
      'Progressing|updated replicas are still becoming available',
    ),
    row(
      'old replicas, without traffic routing',
      old({ replicas: 6 }),
      'Progressing|old replicas are pending termination',
    ),
    row(
      'old replicas do not matter with traffic routing',
      old(
        { replicas: 6, stableRS: 'bbbb222' },
        { canary: { trafficRouting: { nginx: {} } } },
      ),
      'Healthy|',
    ),
    row('steps left', old({}), 'Progressing|waiting for all steps to complete'),
    row(
      'blue-green: cutover pending',
      old(
        { blueGreen: { activeSelector: 'aaaa111' } },
        { strategy: blueGreen() },
      ),
      'Progressing|active service cutover pending',
    ),
    row(
      'blue-green: waits for analysis',
      old(
        {
          blueGreen: {
            activeSelector: 'bbbb222',
            postPromotionAnalysisRunStatus: { name: 'x', status: 'Running' },
          },
        },
        { strategy: blueGreen({ postPromotionAnalysis: {} }) },
      ),
      'Progressing|waiting for analysis to complete',
    ),
    row(
      'blue-green: waits for verification',
      old(
        {
          blueGreen: {
            activeSelector: 'bbbb222',
            postPromotionAnalysisRunStatus: { name: 'x', status: 'Successful' },
          },
        },
        { strategy: blueGreen({ postPromotionAnalysis: {} }) },
      ),
      'Progressing|waiting for post-promotion verification to complete',
    ),
    row(
      'blue-green: healthy',
      old(
        { stableRS: 'bbbb222', blueGreen: { activeSelector: 'bbbb222' } },
        { strategy: blueGreen() },
      ),
      'Healthy|',
    ),
  ])('%s', (_, options, expected) => {
    const { phase, message } = calculatePhase(rolloutOf(options));
    expect(`${phase}|${message}`).toBe(expected);
  });
});

describe('awaitsController', () => {
  it.each<[string, Options, boolean]>([
    ['moving', {}, false],
    ['spec not observed', { status: { observedGeneration: '4' } }, true],
    ['promoted', { status: { controllerPause: true } }, true],
    ['waiting at a pause', { status: paused() }, false],
    ['abort asked for', { status: { abort: true } }, true],
    [
      'aborted',
      { status: { abort: true, abortedAt: '2026-01-01T00:00:00Z' } },
      false,
    ],
  ])('%s', (_, options, expected) => {
    expect(awaitsController(rolloutOf(options))).toBe(expected);
  });
});
