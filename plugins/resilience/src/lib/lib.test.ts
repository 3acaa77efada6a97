import {
  at,
  design,
  ENTITY_REF,
  OFFERS,
  runDetail,
  runParts,
  runRow,
  sample,
  START,
  verdict,
} from '../__testUtils__/fixtures';
import {
  effectSpans,
  metricCharts,
  runMarkers,
  scoreLine,
  timeRangeOf,
} from './charts';
import { readDesign, writeDesign } from './designText';
import {
  addPart,
  addThreshold,
  changeBaseline,
  limitFromField,
  limitInField,
  problemAt,
  removePart,
} from './draft';
import { standingFailures } from './failed';
import { designLanes, runLanes, onTimeline } from './lanes';
import {
  matchesFilters,
  NO_FILTERS,
  runFilterOptions,
  sortRuns,
} from './listQuery';
import { clockText, verdictChip } from './words';

const seconds = (count: number) => Date.parse(START) + count * 1000;

describe('lanes', () => {
  it('draws a design: load above, faults below, phases by the fault', () => {
    const { spans, bars, lanes, endSeconds, now } = designLanes(design());
    expect(bars).toEqual([
      expect.objectContaining({
        partId: 'p1',
        lane: 0,
        planned: { from: 0, to: 200 },
      }),
      expect.objectContaining({
        partId: 'p2',
        lane: 1,
        planned: { from: 60, to: 90 },
      }),
    ]);
    expect(spans.map(({ from, to }) => [from, to])).toEqual([
      [0, 60],
      [60, 90],
      [90, 210],
    ]);
    expect([lanes, endSeconds, now]).toEqual([2, 210, undefined]);
  });

  it('draws what happened over what was planned, once it ended', () => {
    const { spans, bars, endSeconds, now } = runLanes(
      runDetail(),
      seconds(999),
    );
    expect(bars[1].actual).toEqual({ from: 62, to: 93, open: false });
    expect(spans.map(({ from, to }) => [from, to])).toEqual([
      [0, 62],
      [62, 93],
      [93, 210],
    ]);
    expect([endSeconds, now]).toEqual([210, undefined]);
  });

  it('while it runs, an effect lasts until now and there is a now', () => {
    const run = runDetail({
      state: 'injecting',
      endedAt: undefined,
      faultEndedAt: undefined,
      parts: runParts({ phase: 'running', effectEndedAt: undefined }),
    });
    const { bars, spans, now } = runLanes(run, seconds(80));
    expect(bars[1].actual).toEqual({ from: 62, to: 80, open: true });
    expect(spans[1]).toEqual({ phase: 'inject', from: 62, to: 90 });
    expect(now).toBe(80);
  });

  it('says nothing of an effect that was not proved', () => {
    const run = runDetail({
      state: 'stopped',
      endedAt: at(40),
      injectedAt: undefined,
      faultEndedAt: undefined,
      parts: runParts({ phase: 'skipped', effectiveAt: undefined }),
    });
    const { bars, spans } = runLanes(run, seconds(99));
    expect(bars[1]).not.toHaveProperty('actual');
    expect(spans).toEqual([{ phase: 'baseline', from: 0, to: 40 }]);
  });
});

describe('charts', () => {
  const samples = [sample(2), sample(1), sample(3, true)];

  it('what is judged first, a gap where nothing was measured', () => {
    const charts = metricCharts(design(), samples, verdict());
    expect(charts.map(({ metric }) => metric)).toEqual([
      'successRate',
      'latencyP95',
      'requestRate',
    ]);
    expect(charts[1].series).toEqual([
      expect.objectContaining({
        label: 'all pods',
        points: [
          [seconds(10) / 1000, 81],
          [seconds(20) / 1000, 82],
          [seconds(30) / 1000, null],
        ],
      }),
    ]);
    expect(charts[1].limits).toEqual([
      { label: 'P95 latency at most 150 % of the baseline', value: 126 },
    ]);
  });

  it('draws no limit of the baseline before it is derived', () => {
    const charts = metricCharts(design(), samples, undefined);
    expect(charts.map(({ limits }) => limits.length)).toEqual([1, 0, 0]);
  });

  it('shades effects, marks the recovery, and has the axis of the run', () => {
    expect(effectSpans(runDetail())).toEqual([
      expect.objectContaining({ label: 'Steady load', state: 'progressing' }),
      {
        label: 'Pod kill',
        from: seconds(62) / 1000,
        to: seconds(93) / 1000,
        state: 'degraded',
      },
    ]);
    expect(runMarkers(runDetail(), verdict())).toEqual([
      { time: seconds(110) / 1000, label: 'recovered', state: 'healthy' },
    ]);
    expect(timeRangeOf(runDetail())).toEqual([
      seconds(0) / 1000,
      seconds(210) / 1000,
    ]);
  });
});

describe('the line of a score', () => {
  it.each<[string, Parameters<typeof scoreLine>[0], unknown]>([
    ['no verdict', [{ at: at(0) }, { at: at(60) }], undefined],
    ['nothing', [], undefined],
    [
      'a gap before the first verdict',
      [{ at: at(0) }, { at: at(60), value: 0 }],
      [
        [seconds(0) / 1000, null],
        [seconds(60) / 1000, 0],
      ],
    ],
  ])('%s', (_, course, line) => {
    expect(scoreLine(course)).toEqual(line);
  });
});

describe('a draft', () => {
  it('gets parts in sequence, under a free id', () => {
    const [, podKill] = OFFERS;
    const next = addPart(design(), podKill);
    expect(next.parts[2]).toMatchObject({
      id: 'p3',
      kind: 'fault',
      startSeconds: 90,
    });
    expect(removePart(next, 'p3')).toEqual(design());
    expect(addPart(design({ parts: [] }), podKill).parts[0].startSeconds).toBe(
      60,
    );
  });

  it('moves what disturbs with the baseline', () => {
    const next = changeBaseline(design(), 90);
    expect(next.parts.map(({ startSeconds }) => startSeconds)).toEqual([0, 90]);
  });

  it('shows ratios in percent', () => {
    const limit = { kind: 'absolute', value: 0.995 } as const;
    expect(limitInField('successRate', limit)).toBe(99.5);
    expect(limitFromField('successRate', 'absolute', 99.5)).toEqual(limit);
    expect(limitFromField('latencyP95', 'absolute', 250)).toEqual({
      kind: 'absolute',
      value: 250,
    });
  });

  it('names problems at their fields and within', () => {
    const problems = [
      { field: 'parts.1.startSeconds', rule: 'r', message: 'too early' },
    ];
    expect(problemAt(problems, 'parts.1')).toBe('too early');
    expect(problemAt(problems, 'parts.10')).toBeUndefined();
  });

  it('is YAML and back, and says where it stops', () => {
    expect(readDesign(writeDesign(design()))).toEqual({ design: design() });
    expect(readDesign('title: [')).toEqual({
      error: expect.stringMatching(/^This is no YAML/),
    });
    expect(
      readDesign(writeDesign({ ...design(), baselineSeconds: -1 })),
    ).toEqual({ error: expect.stringMatching(/^baselineSeconds: /) });
    expect(addThreshold(design()).hypothesis.thresholds[2].id).toBe('t3');
  });
});

describe('the list', () => {
  const fails = runRow({
    id: 'b',
    createdAt: at(500),
    verdict: { outcome: 'fail', reason: 'Broken.', final: true },
  });
  const active = runRow({ id: 'c', state: 'baseline', verdict: undefined });

  it.each([
    [{ q: 'pod kill' }, true],
    [{ q: 'nothing' }, false],
    [{ active: true }, false],
    [{ outcomes: ['pass' as const] }, true],
    [{ outcomes: ['fail' as const] }, false],
    [{ services: ['order-service'] }, true],
  ])('filters by %j', (filters, passes) => {
    expect(matchesFilters(runRow(), { ...NO_FILTERS, ...filters })).toBe(
      passes,
    );
  });

  it('sorts what failed first, newest first among equals', () => {
    const sorted = sortRuns([active, runRow(), fails], {
      column: 'verdict',
      descending: false,
    });
    expect(sorted.map(({ id }) => id)).toEqual(['b', runRow().id, 'c']);
    expect(runFilterOptions([active, fails])).toMatchObject({
      active: 1,
      outcomes: [{ value: 'fail', label: 'Fail', count: 1 }],
    });
  });

  it('a failure stands until the same experiment passes', () => {
    const own = new Set([ENTITY_REF]);
    expect(standingFailures([fails, runRow()], own)).toEqual([fails]);
    const passed = runRow({ id: 'd', createdAt: at(900) });
    expect(standingFailures([passed, fails], own)).toEqual([]);
    const open = runRow({
      id: 'e',
      createdAt: at(900),
      verdict: { outcome: 'inconclusive', reason: 'No traffic.', final: true },
    });
    expect(standingFailures([open, fails], own)).toEqual([fails]);
    expect(standingFailures([fails], new Set())).toEqual([]);
  });
});

describe('words', () => {
  it('while it is under way only a fail is settled', () => {
    expect(verdictChip({ outcome: 'inconclusive', final: false }).label).toBe(
      'Verdict forming',
    );
    expect(verdictChip({ outcome: 'fail', final: false }).label).toBe('Fail');
  });

  it('has a clock from the start', () => {
    expect([0, 59.6, 61, 3600].map(clockText)).toEqual([
      '0:00',
      '1:00',
      '1:01',
      '60:00',
    ]);
  });
});

describe('a place on the timeline', () => {
  it.each([
    ['the start', 0, 120, 0],
    ['the middle', 60, 120, 0.5],
    ['the end', 120, 120, 1],
    ['planned after a run that was stopped early', 300, 120, 1],
    ['before the start', -5, 120, 0],
    ['nothing has run yet', 0, 0, 0],
  ])('%s', (_, time, end, place) => {
    expect(onTimeline(time, end)).toBe(place);
  });
});
