import { analysisRun, core } from '../__testUtils__/fixtures';
import {
  chartLimits,
  countsText,
  decisiveRun,
  measurementPoints,
  noRunText,
  splitRuns,
} from './analysis';

const [metric] = analysisRun().metrics;

describe('decisiveRun', () => {
  it('is the newest run of this revision that ended badly', () => {
    const older = analysisRun({
      uid: 'older',
      finishedAt: '2026-03-02T11:00:00Z',
    });
    const good = analysisRun({ uid: 'good', phase: 'Successful' });
    const foreign = analysisRun({
      uid: 'foreign',
      podTemplateHash: 'other',
      finishedAt: '2026-03-02T11:59:59Z',
    });
    expect(
      decisiveRun([older, analysisRun(), good, foreign], core())?.uid,
    ).toBe('run-1');
    expect(decisiveRun([good, foreign], core())).toBeUndefined();
  });
});

describe('splitRuns', () => {
  it('keeps the newest run of each place, newest first', () => {
    const { current, older } = splitRuns(
      [
        analysisRun({ uid: 'step-4-again' }),
        analysisRun({
          uid: 'background',
          type: 'Background',
          stepIndex: undefined,
        }),
        analysisRun({ uid: 'step-4' }),
        analysisRun({ uid: 'step-2', stepIndex: 1 }),
        analysisRun({ uid: 'other', podTemplateHash: 'x', stepIndex: 5 }),
      ],
      'bbb222',
    );
    expect(current.map(run => run.uid)).toEqual([
      'step-4-again',
      'background',
      'step-2',
    ]);
    expect(older.map(run => run.uid)).toEqual(['step-4', 'other']);
  });
});

describe('noRunText', () => {
  it.each([
    [3, 'No analysis has run for the current revision yet; step 5 runs one.'],
    [5, 'No analysis has run for the current revision.'],
  ])('at step index %i', (stepIndex, expected) => {
    const { steps } = core();
    steps[4] = { ...steps[4], type: 'analysis' };
    expect(noRunText({ steps, stepIndex })).toBe(expected);
  });
});

describe('a metric', () => {
  it('gives the chart its points; what is no number is a gap', () => {
    const points = measurementPoints({
      ...metric,
      measurements: [
        ...metric.measurements.slice(0, 1),
        { phase: 'Error', finishedAt: '2026-03-02T11:51:00Z' },
        { phase: 'Running' },
      ],
    });
    expect(points.map(([, value]) => value)).toEqual([0.99, null]);
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
        counts: { successful: 1, failed: 0, inconclusive: 1, error: 2 },
      }),
    ).toBe(
      '4 measured · 0 failed, 1 allowed · 1 inconclusive, 0 allowed · 2 errors',
    );
  });
});
