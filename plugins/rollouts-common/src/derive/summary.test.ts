import { DIFFERS_FROM_GIT_ANNOTATION } from '../raw/resources';
import { projectRollout } from '../raw/projectRollout';
import { RolloutSummary } from '../types';
import {
  context,
  paused,
  rolloutOf,
  rolloutRaw,
} from '../__fixtures__/builders';
import { compareAttention } from './attention';
import { deriveCore, selectorText } from './core';
import { gitMark } from './gitMark';
import { deriveSummary } from './summary';

type Options = Parameters<typeof rolloutOf>[0];

describe('deriveSummary', () => {
  it('reads a canary half way', () => {
    expect(deriveSummary(rolloutOf(), context())).toMatchObject({
      ref: {
        cluster: 'gke-prod',
        namespace: 'ecommerce',
        name: 'order-service',
      },
      strategy: 'canary',
      phase: 'Progressing',
      stepIndex: 0,
      stepCount: 7,
      setWeight: 20,
      actualWeight: 20,
      trafficRouted: false,
      replicas: { desired: 5, current: 5, updated: 1, ready: 5, available: 5 },
      stableImage: 'order:1',
      canaryImage: 'order:2',
      revision: 2,
      inProgress: true,
      differsFromGit: false,
    });
  });

  it('leaves weights and steps out where they have no meaning', () => {
    const summary = deriveSummary(
      rolloutOf({ strategy: { blueGreen: { activeService: 'a' } } }),
      context(),
    );
    expect(summary.strategy).toBe('blueGreen');
    expect(summary).not.toHaveProperty('setWeight');
    expect(summary).not.toHaveProperty('actualWeight');
    expect(summary).not.toHaveProperty('stepIndex');
  });

  it('takes images of a workloadRef from the ReplicaSets', () => {
    const summary = deriveSummary(
      rolloutOf({
        spec: {
          template: undefined,
          workloadRef: { kind: 'Deployment', name: 'order-service' },
        },
      }),
      context(),
    );
    expect(summary.canaryImage).toBe('order:2');
  });

  it.each<[string, Options, string | undefined]>([
    ['paused: the pause', { status: paused() }, '2026-01-01T10:00:00Z'],
    [
      'aborted: the abort',
      {
        status: {
          phase: 'Degraded',
          abort: true,
          abortedAt: '2026-01-01T11:00:00Z',
        },
      },
      '2026-01-01T11:00:00Z',
    ],
    [
      'healthy: the condition',
      {
        status: {
          phase: 'Healthy',
          conditions: [
            {
              type: 'Healthy',
              status: 'True',
              lastTransitionTime: '2026-01-01T12:00:00Z',
            },
          ],
        },
      },
      '2026-01-01T12:00:00Z',
    ],
    ['unknown when the object does not tell', {}, undefined],
  ])('phase since, %s', (_, options, since) => {
    expect(deriveSummary(rolloutOf(options), context()).phaseSince).toBe(since);
  });
});

describe('attention', () => {
  const degraded = (message: string, more: object = {}) => ({
    status: { phase: 'Degraded', message, ...more },
  });
  it.each<[string, Options, string | undefined, string | undefined]>([
    ['nothing', {}, undefined, undefined],
    [
      'invalid spec',
      degraded('InvalidSpec: no selector'),
      'invalid-spec',
      'error',
    ],
    [
      'aborted',
      degraded('RolloutAborted: x', { abort: true }),
      'aborted',
      'error',
    ],
    ['degraded', degraded('ProgressDeadlineExceeded: x'), 'degraded', 'error'],
    [
      'inconclusive analysis',
      { status: paused('InconclusiveAnalysisRun') },
      'analysis-inconclusive',
      'warning',
    ],
    [
      'waits at a step without end',
      { status: { ...paused(), currentStepIndex: 1 } },
      'waiting-for-user',
      'warning',
    ],
    [
      'a pause with an end needs nobody',
      { status: { ...paused(), currentStepIndex: 5 } },
      undefined,
      undefined,
    ],
    [
      'paused by a user',
      {
        spec: { paused: true },
        status: { phase: 'Paused', message: 'manually paused' },
      },
      'waiting-for-user',
      'warning',
    ],
  ])('%s', (_, options, reason, severity) => {
    const { attention } = deriveSummary(rolloutOf(options), context());
    expect(attention?.reason).toBe(reason);
    expect(attention?.severity).toBe(severity);
  });

  it.each([
    ['2026-01-01T10:00:59Z', undefined],
    ['2026-01-01T10:01:01Z', 'not-observed'],
  ])('not observed at %s is %p', (now, reason) => {
    const summary = deriveSummary(rolloutOf(), {
      ...context(),
      unobserved: { unobservedSince: '2026-01-01T10:00:00Z', now },
    });
    expect(summary.attention?.reason).toBe(reason);
  });

  it('sorts by urgency, then by who waits longest, then what is rolled out', () => {
    const named = (name: string, options: Options): RolloutSummary => {
      const raw = rolloutRaw(options);
      return deriveSummary(
        projectRollout({
          ...raw,
          metadata: { ...(raw.metadata as object), name },
        }),
        context(),
      );
    };
    const waiting = (start: string) => ({
      status: {
        ...paused(),
        currentStepIndex: 1,
        pauseConditions: [{ reason: 'CanaryPauseStep', startTime: start }],
      },
    });
    const rows = [
      named('stable', { status: { stableRS: 'bbbb222' } }),
      named('late', waiting('2026-01-01T11:00:00Z')),
      named('moving', {}),
      named('early', waiting('2026-01-01T10:00:00Z')),
      named('aborted', degraded('RolloutAborted: x', { abort: true })),
      named('invalid', degraded('InvalidSpec: x')),
    ];
    expect(rows.sort(compareAttention).map(row => row.ref.name)).toEqual([
      'invalid',
      'aborted',
      'early',
      'late',
      'moving',
      'stable',
    ]);
  });
});

describe('differs from Git', () => {
  const marked = (mark: string) => ({
    metadata: { annotations: { [DIFFERS_FROM_GIT_ANNOTATION]: mark } },
  });
  const mark = gitMark(
    '2026-01-01T00:00:00Z',
    'user:default/olga',
    rolloutOf().spec.template,
  );
  it.each([
    ['no mark', {}, false],
    ['the images that were set', marked(mark), true],
    [
      'other images: reconciled since',
      marked(mark.replace('order:2', 'order:3')),
      false,
    ],
    [
      'a mark without images',
      marked('2026-01-01T00:00:00Z user:default/olga'),
      true,
    ],
  ])('%s', (_, options, expected) => {
    expect(deriveSummary(rolloutOf(options), context()).differsFromGit).toBe(
      expected,
    );
  });
});

describe('deriveCore', () => {
  it('has what the gates need', () => {
    const core = deriveCore(
      rolloutOf({
        status: {
          ...paused(),
          currentStepIndex: 1,
          canary: {
            currentStepAnalysisRunStatus: { name: 'a', status: 'Running' },
            currentBackgroundAnalysisRunStatus: {
              name: 'b',
              status: 'Strange',
            },
            currentExperiment: 'exp-1',
          },
        },
      }),
      context(),
    );
    expect(core).toMatchObject({
      specPaused: false,
      controllerPause: true,
      pauseConditions: true,
      promoteFull: false,
      observed: true,
      currentStepAnalysisRunStatus: { name: 'a', status: 'Running' },
      currentAnalysisRuns: [
        { type: 'Step', name: 'a', status: 'Running' },
        { type: 'Background', name: 'b', status: 'Pending' },
      ],
      experiment: { name: 'exp-1' },
      selector: 'app=order-service',
    });
    expect(core.containers.map(c => c.name)).toEqual([
      'migrate',
      'order-service',
    ]);
  });

  it('counts an unobserved workload as not observed', () => {
    const core = deriveCore(
      rolloutOf({
        metadata: {
          annotations: { 'rollout.argoproj.io/workload-generation': '3' },
        },
        spec: { workloadRef: { kind: 'Deployment', name: 'd' } },
        status: { workloadObservedGeneration: '2' },
      }),
      context(),
    );
    expect(core.observed).toBe(false);
  });

  it('never holds a value of the environment', () => {
    expect(JSON.stringify(deriveCore(rolloutOf(), context()))).not.toContain(
      'hunter2',
    );
  });

  it('writes selectors as the API server reads them', () => {
    expect(
      selectorText({
        matchLabels: { app: 'x' },
        matchExpressions: [
          { key: 'tier', operator: 'In', values: ['a', 'b'] },
          { key: 'zone', operator: 'NotIn', values: ['c'] },
          { key: 'canary', operator: 'DoesNotExist' },
          { key: 'team', operator: 'Exists' },
        ],
      }),
    ).toBe('app=x,tier in (a,b),zone notin (c),!canary,team');
  });
});
