import {
  ANSWER,
  ENTITY_REF,
  FAILED,
  offer,
  P95,
  run,
  runDetail,
  sample,
  SUITE,
} from '../__testUtils__/fixtures';
import { jumpsKept, latencyLimits, phaseSpans, pointsOf } from './charts';
import { launchChoice, offeredTargets, placeOf } from './launchChoice';
import {
  matchesFilters,
  NO_FILTERS,
  runFilterOptions,
  sortRuns,
} from './listQuery';
import { runSeriesFromItems } from './runSeries';
import { thresholdUnit, verdictChip } from './words';

describe('what an address chooses of a suite', () => {
  it('is the first profile, a target that is not production, and a runner that can be used', () => {
    const choice = launchChoice(ENTITY_REF, ANSWER, {});
    expect(choice?.draft).toEqual({ profile: 'load', runner: 'kubernetes' });
    expect(choice && placeOf(choice.subject.offer)).toBe('eks-stage/ecommerce');
    expect(choice?.workers).toBe(1);
  });

  it('is what it names, with the rule that refuses it', () => {
    const choice = launchChoice(ENTITY_REF, ANSWER, {
      profile: 'spike',
      at: 'gke-prod/ecommerce',
      runner: 'local',
    });
    expect(choice?.draft).toEqual({ profile: 'spike', runner: 'local' });
    expect(choice?.refused).toBe('In prod at most 50 users: the spike has 80.');
    expect(choice?.unusable).toBe('Not configured.');
  });

  it.each([
    ['no profile', { ...ANSWER, suite: { ...SUITE, profiles: [] } }],
    ['no target', { ...ANSWER, targets: [] }],
  ])('is nothing for a suite with %s', (_, answer) => {
    expect(launchChoice(ENTITY_REF, answer, {})).toBeUndefined();
  });

  it('puts production last', () => {
    expect(
      offeredTargets({
        targets: [offer('a', 'prod'), offer('b', 'dev'), offer('c', 'stage')],
      }).map(({ environment }) => environment),
    ).toEqual(['dev', 'stage', 'prod']);
  });
});

describe('the list of runs', () => {
  const old = run({
    id: 'old',
    state: 'finished',
    profile: 'load',
    cluster: 'aks-dev',
    createdAt: '2026-11-27T10:00:00.000Z',
    verdict: { outcome: 'pass', reason: 'All kept.', final: true },
  });
  const runs = [old, run()];

  it.each([
    ['nothing', {}, 2],
    ['words', { q: 'aks order' }, 1],
    ['running', { running: true }, 1],
    ['profiles', { profiles: ['spike' as const] }, 1],
    ['verdicts', { verdicts: ['pass' as const] }, 1],
    ['a verdict that none has', { verdicts: ['fail' as const] }, 0],
    ['clusters', { clusters: ['aks-dev'] }, 1],
    ['entities', { entities: ['component:default/x'] }, 0],
  ])('filters by %s', (_, filters, left) => {
    expect(
      runs.filter(one => matchesFilters(one, { ...NO_FILTERS, ...filters })),
    ).toHaveLength(left);
  });

  it('is sorted by the newest, and by a column with the newest first among equals', () => {
    const ids = (column: 'started' | 'service', descending: boolean) =>
      sortRuns(runs, { column, descending }).map(({ id }) => id);
    expect(ids('started', true)).toEqual([run().id, 'old']);
    expect(ids('started', false)).toEqual(['old', run().id]);
    expect(ids('service', false)).toEqual([run().id, 'old']);
  });

  it('counts what can be filtered by', () => {
    expect(runFilterOptions(runs)).toMatchObject({
      running: 1,
      profiles: [
        { value: 'load', label: 'Load', count: 1 },
        { value: 'spike', label: 'Spike', count: 1 },
      ],
      verdicts: [{ value: 'pass', count: 1 }],
    });
  });
});

describe('charts', () => {
  it('have a gap where nothing was measured', () => {
    expect(
      pointsOf([sample(1), sample(2, { p95: undefined })], 100, one => one.p95),
    ).toEqual([
      [102, 281],
      [104, null],
    ]);
  });

  it('keep a jump', () => {
    expect(
      jumpsKept([
        [0, 1],
        [10, 1],
        [10, 5],
      ]),
    ).toEqual([
      [0, 1],
      [9.999, 1],
      [10, 5],
    ]);
  });

  it('shade the phases, and draw the limits that are for all requests', () => {
    expect(phaseSpans(SUITE.profiles[0].curve, 100)).toEqual([
      { label: 'Ramp up', from: 100, to: 110 },
      { label: 'Hold', from: 110, to: 160 },
    ]);
    expect(
      latencyLimits([P95, { ...P95, endpoint: 'GET /orders' }]),
    ).toHaveLength(1);
  });
});

describe('one run', () => {
  it('is put together from its parts, in order', () => {
    const series = runSeriesFromItems(
      new Map<string, unknown>([
        ['run', runDetail()],
        ['sample/2', sample(2)],
        ['sample/1', sample(1)],
        ['verdict', FAILED],
      ]),
    );
    expect(series?.points.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(series?.verdict).toEqual(FAILED);
    expect(runSeriesFromItems(new Map())).toBeUndefined();
  });

  it('has a verdict that says whether it is the last word', () => {
    expect(verdictChip({ outcome: 'pass', final: false }).label).toBe(
      'Pass so far',
    );
    expect(verdictChip({ outcome: 'inconclusive', final: true })).toEqual({
      label: 'Inconclusive',
      state: 'unknown',
    });
  });

  it('shows limits in their units', () => {
    expect(thresholdUnit({ metric: { kind: 'failureRatio' } })).toBe('ratio');
    expect(thresholdUnit({ metric: { kind: 'throughput' } })).toBe('req/s');
    expect(thresholdUnit(P95)).toBe('ms');
  });
});
