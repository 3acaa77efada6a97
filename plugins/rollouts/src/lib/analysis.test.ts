import { analysisRun, core } from '../__testUtils__/fixtures';
import {
  chartLimits,
  countsText,
  measurementSeries,
  noRunText,
  ruleRows,
  splitRuns,
} from './analysis';

const [metric] = analysisRun().metrics;

describe('splitRuns', () => {
  const good = (over: Parameters<typeof analysisRun>[0]) =>
    analysisRun({ phase: 'Successful', ...over });

  it('keeps the newest run of each place, newest first', () => {
    const { current, older } = splitRuns(
      [
        good({ uid: 'step-4-again' }),
        good({ uid: 'background', type: 'Background', stepIndex: undefined }),
        good({ uid: 'step-4' }),
        good({ uid: 'step-2', stepIndex: 1 }),
        good({ uid: 'other', podTemplateHash: 'x', stepIndex: 5 }),
        analysisRun({
          uid: 'failed-before-a-retry',
          stepIndex: 6,
          startedAt: '2026-03-02T10:00:00Z',
          finishedAt: '2026-03-02T10:01:00Z',
        }),
      ],
      core(),
    );
    expect(current.map(run => run.uid)).toEqual([
      'step-4-again',
      'background',
      'step-2',
    ]);
    expect(older.map(run => run.uid)).toEqual([
      'step-4',
      'other',
      'failed-before-a-retry',
    ]);
  });
});

describe('noRunText', () => {
  const analysisAt = (index: number) => {
    const { steps } = core();
    steps[index] = { ...steps[index], type: 'analysis' };
    return { steps };
  };
  it.each<[string, Parameters<typeof core>[0], number, string]>([
    [
      'a step is to come',
      { ...analysisAt(4), stepIndex: 3 },
      0,
      'No analysis has run for the current revision yet; step 5 runs one.',
    ],
    [
      'after a retry',
      { ...analysisAt(4), stepIndex: 0 },
      2,
      'No analysis has run in this attempt yet; step 5 runs one.',
    ],
    [
      'the step was skipped',
      { ...analysisAt(4), stepIndex: 5 },
      0,
      'No analysis has run for the current revision.',
    ],
    [
      'aborted',
      { ...analysisAt(4), stepIndex: 0, aborted: true },
      0,
      'No analysis has run for the current revision.',
    ],
    [
      'background analysis',
      { analyses: { background: {} } },
      0,
      'No analysis has run for the current revision yet; the background analysis has not started.',
    ],
    [
      'background analysis from a later step',
      { analyses: { background: { startingStep: 5 } } },
      0,
      'No analysis has run for the current revision yet; the background analysis starts at step 6.',
    ],
    [
      'before the promotion',
      { steps: [], analyses: { prePromotion: true, postPromotion: true } },
      0,
      'No analysis has run for the current revision yet; one runs before the promotion.',
    ],
    [
      'after the promotion',
      { steps: [], analyses: { postPromotion: true } },
      0,
      'No analysis has run for the current revision yet; one runs after the promotion.',
    ],
    [
      'first deployment',
      { stableHash: undefined },
      0,
      'No analysis has run for the current revision: the first deployment is not analysed.',
    ],
    [
      'none is asked for',
      {},
      0,
      'No analysis has run for the current revision: the rollout asks for none.',
    ],
  ])('%s', (_, over, earlier, expected) => {
    expect(noRunText(core(over), earlier)).toBe(expected);
  });
});

describe('a metric', () => {
  it('gives the chart its points; what is no number is a gap', () => {
    const [series] = measurementSeries({
      ...metric,
      measurements: [
        ...metric.measurements.slice(0, 1),
        {
          phase: 'Failed',
          value: '[NaN]',
          finishedAt: '2026-03-02T11:50:30Z',
        },
        { phase: 'Error', finishedAt: '2026-03-02T11:51:00Z' },
        { phase: 'Running' },
      ],
    });
    expect(series.points.map(([, value]) => value)).toEqual([0.99, null]);
  });

  it('draws each value of a result, six at most', () => {
    const at = '2026-03-02T11:51:00Z';
    const series = measurementSeries({
      ...metric,
      measurements: [
        { phase: 'Successful', value: '[1,2,3,4,5,6,7]', finishedAt: at },
        { phase: 'Failed', value: '[8,NaN]', finishedAt: at },
      ],
    });
    expect(series.map(({ label }) => label)).toEqual([
      'value 1',
      'value 2',
      'value 3',
      'value 4',
      'value 5',
      'value 6',
    ]);
    expect(series[1].points.map(([, value]) => value)).toEqual([2, null]);
  });

  it('gives each text of the rule beside that of its template', () => {
    const rows = ruleRows({
      ...metric,
      interval: '20',
      failureLimit: -1,
      template: { successCondition: 'result[0] >= {{args.floor}}' },
    });
    expect(rows).toEqual(
      expect.arrayContaining([
        {
          term: 'success if',
          text: 'result[0] >= 0.95',
          template: 'result[0] >= {{args.floor}}',
        },
        { term: 'every', text: '20 (no duration)' },
        { term: 'failed allowed', text: 'no limit' },
      ]),
    );
  });

  it('draws one line where success and failure meet', () => {
    expect(
      chartLimits({
        ...metric,
        limits: [
          { kind: 'success', operator: '>=', value: 0.95 },
          { kind: 'failure', operator: '<', value: 0.95 },
          { kind: 'failure', operator: '<', value: 0.5 },
        ],
      }),
    ).toEqual([
      { value: 0.95, label: 'success >= 0.95, failure < 0.95' },
      { value: 0.5, label: 'failure < 0.5' },
    ]);
  });

  it('counts what was measured and what is allowed', () => {
    expect(countsText(metric)).toBe('3 of 4 measured · 2 failed, 1 allowed');
    expect(
      countsText({
        ...metric,
        count: undefined,
        measurements: [],
        counts: { successful: 1, failed: 0, inconclusive: 1, error: 2 },
      }),
    ).toBe(
      '2 measured · 0 failed, 1 allowed · 1 inconclusive, 0 allowed · 2 errors',
    );
  });
});
