import { projectAnalysisRun } from '../raw/project';
import { projectExperiment } from '../raw/projectExperiment';
import { paused, rolloutOf, UID } from '../__fixtures__/builders';
import { stepLabel } from './stepLabel';
import { deriveSteps } from './steps';

const states = (
  options: Parameters<typeof rolloutOf>[0],
  runs: object[] = [],
) =>
  deriveSteps(
    rolloutOf(options),
    runs.map(run => projectAnalysisRun({ ...run })),
  )
    .map(step => step.state)
    .join(' ');

const failedRun = {
  metadata: {
    name: 'order-service-bbbb222-2-3',
    uid: 'ar-1',
    labels: { 'rollout-type': 'Step', 'step-index': '3' },
    ownerReferences: [{ uid: UID }],
  },
  status: { phase: 'Failed' },
};

describe('deriveSteps', () => {
  it.each([
    [
      'in the middle',
      { status: { currentStepIndex: 2 } },
      'done done current upcoming upcoming upcoming upcoming',
    ],
    [
      'held by a pause',
      { status: { currentStepIndex: 1, ...paused() } },
      'done waiting upcoming upcoming upcoming upcoming upcoming',
    ],
    [
      'held by a user',
      { status: { currentStepIndex: 2 }, spec: { paused: true } },
      'done done waiting upcoming upcoming upcoming upcoming',
    ],
    [
      'refused by the controller',
      {
        status: {
          currentStepIndex: 0,
          phase: 'Degraded',
          message: 'InvalidSpec: The Rollout "order-service" is invalid',
        },
      },
      'upcoming upcoming upcoming upcoming upcoming upcoming upcoming',
    ],
    [
      'not yet reported on',
      { status: { currentStepIndex: undefined, currentPodHash: undefined } },
      'upcoming upcoming upcoming upcoming upcoming upcoming upcoming',
    ],
    [
      'all done',
      { status: { currentStepIndex: 7 } },
      'done done done done done done done',
    ],
    [
      'aborted by a user',
      { status: { currentStepIndex: 0, abort: true } },
      'upcoming upcoming upcoming upcoming upcoming upcoming upcoming',
    ],
  ])('%s', (_, options, expected) => {
    expect(states(options)).toBe(expected);
  });

  it('marks the step whose analysis ended the rollout, although the index is 0 again', () => {
    const status = {
      currentStepIndex: 0,
      abort: true,
      canary: {
        currentStepAnalysisRunStatus: {
          name: 'order-service-bbbb222-2-3',
          status: 'Failed',
        },
      },
    };
    expect(states({ status }, [failedRun])).toBe(
      'done done done failed upcoming upcoming upcoming',
    );
    expect(states({ status })).toBe(
      'upcoming upcoming upcoming upcoming upcoming upcoming upcoming',
    );
  });

  it('carries weights and pause lengths', () => {
    const steps = deriveSteps(rolloutOf());
    expect(steps.map(step => step.label)).toEqual([
      '20 %',
      'pause',
      '40 %',
      'analysis success-rate',
      '60 %',
      'pause 10m',
      '100 %',
    ]);
    expect(steps[0]).toMatchObject({ type: 'setWeight', weight: 20 });
    expect(steps[1].pauseSeconds).toBeUndefined();
    expect(steps[5]).toMatchObject({ type: 'pause', pauseSeconds: 600 });
  });

  it.each([
    [{ setCanaryScale: { replicas: 3 } }, 'scale 3 pods'],
    [{ setCanaryScale: { weight: 25 } }, 'scale 25 %'],
    [{ setCanaryScale: { matchTrafficWeight: true } }, 'scale with traffic'],
    [{ setHeaderRoute: { name: 'beta' } }, 'remove header route beta'],
    [
      {
        setHeaderRoute: {
          name: 'beta',
          match: [
            { headerName: 'x-canary', headerValue: { exact: 'true' } },
            { headerName: 'agent', headerValue: { regex: '^bot' } },
          ],
        },
      },
      'header route beta: x-canary=true or agent regex ^bot',
    ],
    [
      { setHeaderRoute: { name: 'beta', match: [] } },
      'header route beta: no match',
    ],
    [{ setMirrorRoute: { name: 'copy' } }, 'remove mirror route copy'],
    [
      {
        setMirrorRoute: {
          name: 'copy',
          percentage: 35,
          match: [
            {
              method: { exact: 'GET' },
              path: { prefix: '/api' },
              headers: { 'x-user': { exact: '1' } },
            },
          ],
        },
      },
      'mirror route copy: 35 % of method=GET and path prefix /api and x-user=1',
    ],
    [
      { setMirrorRoute: { name: 'copy', match: [{}] } },
      'mirror route copy: all requests',
    ],
    [
      {
        analysis: {
          templates: [
            { templateName: 'success-rate' },
            { templateName: 'latency', clusterScope: true },
          ],
        },
      },
      'analysis success-rate, latency (cluster)',
    ],
    [
      {
        experiment: {
          duration: '15m',
          templates: [{ name: 'baseline', weight: 15 }, { name: 'trial' }],
        },
      },
      'experiment 15m: baseline 15 %, trial',
    ],
    [{ otherKeys: ['setTeaTime'] }, 'unknown step setTeaTime'],
    [{ plugin: { name: 'acme/step' } }, 'plugin acme/step'],
    [{ experiment: { duration: '5m' } }, 'experiment 5m'],
    [{ pause: { duration: 'soon' } }, 'pause soon'],
    [{ setWeight: 0 }, '0 %'],
    [{}, 'unknown step'],
  ])('%j reads %p', (step, label) => {
    expect(stepLabel(step)).toBe(label);
  });
});

describe('the step that failed', () => {
  const aborted = (why: string, canary: object = {}) => ({
    canary: {
      steps: [
        { setWeight: 20 },
        { experiment: { templates: [{ name: 'trial' }] } },
        { plugin: { name: 'acme/gate' } },
      ],
    },
    status: {
      abort: true,
      currentStepIndex: 0,
      phase: 'Degraded',
      message: `RolloutAborted: Rollout aborted update to revision 2: ${why}`,
      canary,
    },
  });
  const experiment = (name: string, phase: string, message?: string) =>
    projectExperiment({
      metadata: {
        name,
        uid: name,
        creationTimestamp: '2026-01-01T10:00:00Z',
        labels: { 'rollouts-pod-template-hash': 'bbbb222' },
        annotations: { 'rollout.argoproj.io/revision': '2' },
        ownerReferences: [{ uid: UID }],
      },
      status: { phase, message },
    });
  const failedOf = (
    options: Parameters<typeof rolloutOf>[0],
    experiments: ReturnType<typeof experiment>[] = [],
  ) =>
    deriveSteps(rolloutOf(options), [], experiments)
      .filter(({ state }) => state === 'failed')
      .map(({ index, message }) => [index, message]);

  it('of an experiment is read from its name', () => {
    expect(
      failedOf(aborted('Experiment analysis phase is error/failed: gap'), [
        experiment(
          'order-service-bbbb222-2-1',
          'Failed',
          'gap assessed Failed',
        ),
      ]),
    ).toEqual([[1, 'gap assessed Failed']]);
  });

  it('is no experiment step when something else aborted it', () => {
    expect(
      failedOf(aborted('Background analysis phase error/failed'), [
        experiment('order-service-bbbb222-2-1', 'Failed'),
      ]),
    ).toEqual([]);
  });

  it('of a plugin is what the controller says', () => {
    expect(
      failedOf(aborted('Step Plugin 3 (acme/gate) failed: the gate is closed')),
    ).toEqual([[2, 'the gate is closed']]);
  });

  it('of a plugin is what its status says where the message is lost', () => {
    const stepPluginStatuses = [
      {
        index: 2,
        name: 'acme/gate',
        operation: 'Run',
        phase: 'Failed',
        message: 'the gate is closed',
      },
    ];
    expect(failedOf(aborted('', { stepPluginStatuses }))).toEqual([
      [2, 'the gate is closed'],
    ]);
  });

  it('a plugin that reports an error is tried again: its message stands at the step', () => {
    const [, , step] = deriveSteps(
      rolloutOf({
        canary: aborted('').canary,
        status: {
          currentStepIndex: 2,
          canary: {
            stepPluginStatuses: [
              {
                index: 2,
                name: 'acme/gate',
                operation: 'Run',
                phase: 'Error',
                message: 'no answer',
              },
            ],
          },
        },
      }),
    );
    expect(step).toMatchObject({
      state: 'current',
      message: 'Error: no answer',
    });
  });
});
