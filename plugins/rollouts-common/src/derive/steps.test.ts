import { projectAnalysisRun } from '../raw/project';
import { paused, rolloutOf, UID } from '../__fixtures__/builders';
import { deriveSteps, stepLabel } from './steps';

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
      'held by a person',
      { status: { currentStepIndex: 2 }, spec: { paused: true } },
      'done done waiting upcoming upcoming upcoming upcoming',
    ],
    [
      'all done',
      { status: { currentStepIndex: 7 } },
      'done done done done done done done',
    ],
    [
      'aborted by a person',
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
    [{ setHeaderRoute: { name: 'beta' } }, 'header route beta'],
    [{ setMirrorRoute: { name: 'copy' } }, 'mirror route copy'],
    [{ plugin: { name: 'acme/step' } }, 'plugin acme/step'],
    [{ experiment: { duration: '5m' } }, 'experiment 5m'],
    [{ pause: { duration: 'soon' } }, 'pause soon'],
    [{ setWeight: 0 }, '0 %'],
    [{}, 'unknown step'],
  ])('%j reads %p', (step, label) => {
    expect(stepLabel(step)).toBe(label);
  });
});
