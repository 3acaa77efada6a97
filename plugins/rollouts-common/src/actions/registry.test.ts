import { deriveCore } from '../derive/core';
import { RolloutActionName } from '../types';
import { CANARY, context, paused, rolloutOf } from '../__fixtures__/builders';
import { actionGate, availableActions, ROLLOUT_ACTIONS } from './registry';

type Options = Parameters<typeof rolloutOf>[0];

const coreOf = (options: Options) => deriveCore(rolloutOf(options), context());

const open = (options: Options) =>
  availableActions(coreOf(options))
    .filter(gate => gate.enabled)
    .map(gate => gate.action)
    .join(' ');

const stable = { stableRS: CANARY, currentStepIndex: 7, phase: 'Healthy' };
const aborted = {
  phase: 'Degraded',
  message: 'RolloutAborted: x',
  abort: true,
  abortedAt: '2026-01-01T00:00:00Z',
};
const blueGreen = { strategy: { blueGreen: { activeService: 'a' } } };
const always = 'restart undo set-image';

describe('availableActions', () => {
  it.each<[string, Options, string]>([
    ['moving', {}, `promote promote-full skip-step pause abort ${always}`],
    [
      'waiting at a pause',
      { status: { ...paused(), currentStepIndex: 1 } },
      `promote promote-full skip-step pause abort ${always}`,
    ],
    [
      'paused by a user',
      { spec: { paused: true } },
      `promote promote-full skip-step resume abort ${always}`,
    ],
    ['stable', { status: stable }, `pause ${always}`],
    [
      'stable and paused',
      { status: stable, spec: { paused: true } },
      `resume ${always}`,
    ],
    ['aborted', { status: aborted }, `promote-full pause retry ${always}`],
    [
      'aborted, not yet carried out',
      { status: { abort: true } },
      `promote-full pause ${always}`,
    ],
    [
      'promoted a moment ago',
      { status: { controllerPause: true, currentStepIndex: 1 } },
      `promote-full pause abort ${always}`,
    ],
    [
      'spec not observed, nothing rolled out yet: an undo or a new image a moment ago',
      { status: { ...stable, observedGeneration: '4' } },
      `pause ${always}`,
    ],
    [
      'spec not observed in the middle',
      { status: { observedGeneration: '4' } },
      `pause abort ${always}`,
    ],
    [
      'being fully promoted',
      { status: { promoteFull: true } },
      `promote skip-step pause abort ${always}`,
    ],
    [
      'all steps done, not yet stable',
      { status: { currentStepIndex: 7 } },
      `promote-full pause abort ${always}`,
    ],
    [
      'no steps',
      { canary: { steps: [] }, status: { currentStepIndex: undefined } },
      `promote-full pause abort ${always}`,
    ],
    ['first deployment', { status: { stableRS: '' } }, `pause ${always}`],
    [
      'invalid spec',
      { status: { phase: 'Degraded', message: 'InvalidSpec: x' } },
      'undo set-image',
    ],
    [
      'deadline exceeded without abort',
      { status: { phase: 'Degraded', message: 'ProgressDeadlineExceeded: x' } },
      `promote promote-full skip-step pause abort ${always}`,
    ],
    [
      'blue-green, waiting',
      { ...blueGreen, status: paused('BlueGreenPause') },
      `promote promote-full pause abort ${always}`,
    ],
    ['blue-green, moving', blueGreen, `promote-full pause abort ${always}`],
    [
      'inconclusive analysis',
      {
        status: {
          ...paused('InconclusiveAnalysisRun'),
          canary: {
            currentStepAnalysisRunStatus: { name: 'a', status: 'Inconclusive' },
          },
        },
      },
      `promote promote-full skip-step pause abort ${always}`,
    ],
    [
      'analysis running',
      {
        status: {
          canary: {
            currentBackgroundAnalysisRunStatus: {
              name: 'a',
              status: 'Running',
            },
          },
        },
      },
      `promote promote-full skip-step pause abort ${always} terminate-analysis`,
    ],
    [
      'scaled to zero',
      { spec: { replicas: 0 }, status: { ...stable, replicas: 0 } },
      'pause undo set-image',
    ],
    [
      'first revision',
      { metadata: { annotations: { 'rollout.argoproj.io/revision': '1' } } },
      'promote promote-full skip-step pause abort restart set-image',
    ],
    [
      'template of a ReplicaSet',
      { spec: { workloadRef: { kind: 'ReplicaSet', name: 'x' } } },
      'promote promote-full skip-step pause abort restart undo',
    ],
    [
      'template of a kind that nobody supports',
      { spec: { workloadRef: { kind: 'StatefulSet', name: 'x' } } },
      'promote promote-full skip-step pause abort restart',
    ],
  ])('%s', (_, options, expected) => {
    expect(open(options)).toBe(expected);
  });

  it('gives a sentence for every closed gate, in the order of the menu', () => {
    const gates = availableActions(coreOf({ status: stable }));
    expect(gates.map(gate => gate.action)).toEqual([...ROLLOUT_ACTIONS]);
    for (const gate of gates) {
      expect(gate.enabled ? 'none' : gate.reason).toMatch(
        gate.enabled ? /^none$/ : /^[A-Z].*\.$/,
      );
    }
  });

  it.each<[RolloutActionName, Options, string]>([
    ['promote', { status: aborted }, 'Retry it first'],
    ['promote-full', { status: stable }, 'would drop a full promotion'],
    [
      'promote-full',
      { status: { observedGeneration: '4' } },
      'has not yet seen the last change',
    ],
    ['abort', { status: stable }, 'nothing to abort'],
    ['abort', { status: aborted }, 'already aborted'],
    ['retry', {}, 'Only an aborted rollout'],
    ['resume', { status: paused() }, 'promote it to continue'],
    ['skip-step', blueGreen, 'Only a canary'],
  ])('%s is closed with its reason', (action, options, words) => {
    expect(actionGate(action, coreOf(options)).reason).toContain(words);
  });
});
