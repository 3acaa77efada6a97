import {
  AnalysisRunView,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';
import { transitionsOf } from './transitions';

const summary = (overrides: Partial<RolloutSummary> = {}): RolloutSummary => ({
  ref: { cluster: 'gke', namespace: 'shop', name: 'orders' },
  uid: 'u1',
  resourceVersion: '1',
  environment: { environment: 'prod', source: 'undeclared' },
  entity: {
    state: 'bound',
    entityRef: 'component:default/orders',
    by: 'kubernetes-id',
  },
  strategy: 'canary',
  phase: 'Healthy',
  message: '',
  phaseSince: '2026-01-01T10:00:00Z',
  aborted: false,
  manuallyPaused: false,
  pauses: [],
  stepCount: 4,
  serving: {
    source: 'pods',
    shares: [{ role: 'stable', revision: 1, percent: 100 }],
  },
  trafficRouted: false,
  replicas: { desired: 1, current: 1, updated: 1, ready: 1, available: 1 },
  inProgress: false,
  differsFromGit: false,
  createdAt: '2026-01-01T00:00:00Z',
  ...overrides,
});

const run = (overrides: Partial<AnalysisRunView>): AnalysisRunView => ({
  uid: 'r1',
  name: 'run-1',
  type: 'Step',
  phase: 'Running',
  terminating: false,
  metrics: [],
  ...overrides,
});

const AT = '2026-01-01T10:00:00Z';
const at = (iso: string) => ({
  now: Date.parse(iso),
  waitingAfterMs: 30 * 60_000,
});
const LATER = at('2026-01-01T12:00:00Z');

describe('transitionsOf', () => {
  it.each<[string, Partial<RolloutSummary>, string[]]>([
    [
      'healthy',
      {},
      ['phase-changed gke/u1/phase/Healthy/2026-01-01T10:00:00Z'],
    ],
    [
      'progressing',
      { phase: 'Progressing' },
      ['phase-changed gke/u1/phase/Progressing/2026-01-01T10:00:00Z'],
    ],
    ['a phase without a time', { phaseSince: undefined }, []],
    ['an unknown phase', { phase: 'Unknown' }, []],
    [
      'degraded',
      { phase: 'Degraded', message: 'ProgressDeadlineExceeded: …' },
      ['degraded gke/u1/degraded/2026-01-01T10:00:00Z'],
    ],
    [
      'aborted, although the phase is degraded too',
      {
        phase: 'Degraded',
        message: 'RolloutAborted: …',
        aborted: true,
        abortedAt: '2026-01-01T09:59:00Z',
      },
      ['aborted gke/u1/aborted/2026-01-01T09:59:00Z'],
    ],
    [
      'abort asked for, the controller has not yet carried it out',
      { phase: 'Progressing', aborted: true },
      [],
    ],
    [
      'retried, the controller still speaks of the abort',
      { phase: 'Degraded', message: 'RolloutAborted: …', aborted: false },
      [],
    ],
  ])('%s', (_, overrides, expected) => {
    const found = transitionsOf(summary(overrides), [], LATER);
    expect(
      found.map(({ activity }) => `${activity.type} ${activity.key}`),
    ).toEqual(expected);
  });

  it('keeps what served, so that the timeline has version bands', () => {
    const [{ activity }] = transitionsOf(
      summary({
        phase: 'Paused',
        inProgress: true,
        revision: 7,
        stableImage: 'orders:1.8',
        canaryImage: 'orders:1.9',
        actualWeight: 20,
      }),
      [],
      LATER,
    );
    expect(activity.after).toEqual({
      phase: 'Paused',
      revision: 7,
      version: '1.9',
      stableVersion: '1.8',
      weight: 20,
      updating: true,
    });
  });

  it.each([
    ['Successful', 'analysis-successful', 'info'],
    ['Failed', 'analysis-failed', 'error'],
    ['Error', 'analysis-error', 'error'],
    ['Inconclusive', 'analysis-inconclusive', 'warning'],
  ] as const)('an analysis that ended %s', (phase, type, severity) => {
    const [, found] = transitionsOf(
      summary(),
      [run({ phase, finishedAt: AT, verdict: 'success-rate failed: 0.8.' })],
      LATER,
    );
    expect(found.notice).toBeUndefined();
    expect(found.activity).toMatchObject({
      type,
      severity,
      at: AT,
      key: `gke/u1/analysis/r1/${phase}`,
      summary: expect.stringContaining('success-rate failed: 0.8.'),
      target: { kind: 'Rollout', name: 'orders' },
    });
  });

  it.each([
    ['still running', run({})],
    ['ended at an unknown time', run({ phase: 'Failed' })],
  ])('an analysis that is %s is no transition', (_, analysis) => {
    expect(transitionsOf(summary(), [analysis], LATER)).toHaveLength(1);
  });

  const waiting = summary({
    phase: 'Paused',
    pauses: [{ reason: 'CanaryPauseStep', startedAt: AT }],
  });

  it.each([
    ['2026-01-01T10:29:59Z', false],
    ['2026-01-01T10:30:00Z', true],
    ['2026-01-02T00:00:00Z', true],
  ])('a wait since 10:00 with 30 min allowed, at %s: %s', (now, expected) => {
    const found = transitionsOf(waiting, [], at(now)).find(
      ({ activity }) => activity.type === 'waiting',
    );
    expect(found !== undefined).toBe(expected);
  });

  it('says since when and how long, with the same key and time whenever it is found', () => {
    const early = transitionsOf(waiting, [], at('2026-01-01T10:31:00Z'))[1];
    const late = transitionsOf(waiting, [], at('2026-01-03T10:31:00Z'))[1];
    expect(early).toEqual(late);
    expect(early.activity).toMatchObject({
      at: '2026-01-01T10:30:00.000Z',
      summary:
        'orders has been paused for more than 30 min, waiting for manual promotion',
    });
  });

  it.each<[string, RolloutSummary['pauses'], string, string]>([
    [
      'an inconclusive analysis behind a timed pause',
      [
        {
          reason: 'CanaryPauseStep',
          startedAt: '2026-01-01T09:00:00Z',
          timed: true,
        },
        { reason: 'InconclusiveAnalysisRun', startedAt: AT },
      ],
      `waiting/${AT}`,
      'orders has been paused for more than 30 min, waiting for a decision: an analysis was inconclusive',
    ],
    [
      'a manual pause before a timed one, since whose start it is paused',
      [
        { reason: 'ManuallyPaused' },
        { reason: 'CanaryPauseStep', startedAt: AT, timed: true },
      ],
      `waiting/${AT}`,
      'orders has been paused for more than 30 min, waiting to be resumed: paused manually',
    ],
    [
      'two pauses that a user has to end: one notice',
      [
        { reason: 'ManuallyPaused' },
        { reason: 'CanaryPauseStep', startedAt: AT },
      ],
      `waiting/${AT}`,
      'orders has been paused for more than 30 min, waiting to be resumed: paused manually',
    ],
    [
      'a start with an offset',
      [{ reason: 'BlueGreenPause', startedAt: '2026-01-01T12:00:00+02:00' }],
      'waiting/2026-01-01T12:00:00+02:00',
      'orders has been paused for more than 30 min, waiting for manual promotion',
    ],
  ])('notices %s', (_, pauses, key, words) => {
    const found = transitionsOf(
      summary({ phase: 'Paused', pauses }),
      [],
      LATER,
    ).filter(({ activity }) => activity.type === 'waiting');
    expect(found).toHaveLength(1);
    expect(found[0].activity.key).toContain(key);
    expect(found[0].activity.summary).toBe(words);
    expect(found[0].notice?.title).toMatch(
      /^orders is waiting .* in gke\/shop$/,
    );
  });

  it.each([
    [
      'the controller resumes by itself',
      { pauses: [{ reason: 'p', startedAt: AT, endsAt: AT }] },
    ],
    ['nobody knows since when', { pauses: [{ reason: 'p' }] }],
    [
      'it is aborted',
      { aborted: true, pauses: [{ reason: 'p', startedAt: AT }] },
    ],
    [
      'the time makes no sense',
      { pauses: [{ reason: 'p', startedAt: 'soon' }] },
    ],
  ])('no long wait when %s', (_, overrides) => {
    const types = transitionsOf(summary(overrides), [], LATER).map(
      ({ activity }) => activity.type,
    );
    expect(types).not.toContain('waiting');
  });

  it('notifies the owner of aborts, degradation and long waits, under one scope, and of nothing else', () => {
    const notices = [
      summary({
        aborted: true,
        abortedAt: AT,
        phase: 'Degraded',
        inProgress: true,
      }),
      summary({ phase: 'Degraded' }),
      waiting,
      summary(),
      summary({ phase: 'Progressing' }),
    ].flatMap(each =>
      transitionsOf(each, [], LATER).flatMap(({ notice }) => notice ?? []),
    );
    expect(notices.map(({ topic, severity }) => [topic, severity])).toEqual([
      ['rollout-aborted', 'high'],
      ['rollout-degraded', 'critical'],
      ['rollout-waiting', 'normal'],
    ]);
    expect(new Set(notices.map(({ scope }) => scope))).toEqual(
      new Set(['rollouts/gke/u1']),
    );
    expect(notices[0].title).toBe('orders was aborted in gke/shop');
  });

  it.each<[string, Partial<RolloutSummary>, string, string, string]>([
    [
      'an update, with traffic still on the new revision',
      {
        inProgress: true,
        serving: {
          source: 'router',
          shares: [
            {
              role: 'canary',
              podTemplateHash: 'b',
              revision: 2,
              percent: 60,
            },
            {
              role: 'stable',
              podTemplateHash: 'a',
              revision: 1,
              percent: 40,
            },
          ],
          wayBack: 'as-stable-available',
        },
      },
      'orders was aborted: M',
      'orders was aborted in gke/shop',
      'Aborted: 60 % of traffic is still on revision 2, it goes back as stable pods become ready. M',
    ],
    [
      'an update, all traffic on stable',
      { inProgress: true },
      'orders was aborted: M',
      'orders was aborted in gke/shop',
      'Aborted: all traffic is on revision 1 (stable). M',
    ],
    [
      'the first deployment',
      {
        replicas: {
          desired: 4,
          current: 4,
          updated: 4,
          ready: 0,
          available: 0,
        },
        serving: {
          source: 'pods',
          shares: [],
          nothing: 'no-ready-pod',
          firstDeployment: 'never-healthy',
        },
      },
      'The first deployment of orders did not become ready and was aborted: M',
      'orders did not become ready in its first deployment in gke/shop',
      'The first deployment did not become ready: 0 of 4 pods. There is no earlier revision; nothing serves. M',
    ],
    [
      'nothing in progress',
      { revision: 1 },
      'orders was aborted with nothing in progress: M',
      'orders was aborted with nothing in progress in gke/shop',
      'Aborted with nothing in progress, revision 1 is already stable: all traffic is on revision 1 (stable). M',
    ],
  ])('words of an abort of %s', (_, over, activity, title, description) => {
    const [found] = transitionsOf(
      summary({
        phase: 'Degraded',
        aborted: true,
        abortedAt: AT,
        message: 'M',
        ...over,
      }),
      [],
      LATER,
    );
    expect(found.activity.summary).toBe(activity);
    expect(found.notice).toMatchObject({ title, description });
  });

  it('names the entity only when one is bound', () => {
    const [bound] = transitionsOf(summary(), [], LATER);
    expect(bound.activity.target.entityRef).toBe('component:default/orders');
    const [unbound] = transitionsOf(
      summary({ entity: { state: 'unbound', reason: 'none' } }),
      [],
      LATER,
    );
    expect(unbound.activity.target).not.toHaveProperty('entityRef');
  });
});
