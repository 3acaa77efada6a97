import { Json } from '@slipway/plugin-clusters-common/read';
import { decisiveRun } from '../derive';
import { caseDetails, changeRun, NOW, runOf } from './__testUtils__/runs';

const CASE = '03-consecutive-success-limit';

const measured = (phases: string) =>
  [...phases].map((letter, index) => {
    const at = new Date(NOW - (60 - index) * 60_000).toISOString();
    const outcome = {
      g: { phase: 'Successful', value: '[0.97]' },
      b: { phase: 'Failed', value: '[0.91]' },
      e: { phase: 'Error', message: 'no such host' },
      i: { phase: 'Inconclusive', value: '[0.93]' },
    }[letter];
    return { ...outcome, startedAt: at, finishedAt: at };
  });

const counts = (phases: string): Json => ({
  successful: [...phases].filter(one => one === 'g').length,
  failed: [...phases].filter(one => one === 'b').length,
  error: [...phases].filter(one => one === 'e').length,
  inconclusive: [...phases].filter(one => one === 'i').length,
  measurements: measured(phases),
});

const verdict = (over: Parameters<typeof changeRun>[0]) =>
  runOf(
    caseDetails(CASE, changeRun(over))['never-three'],
    'never-three-newhash-2',
  ).verdict;

describe('03: good measurements in a row', () => {
  const details = caseDetails(CASE);

  it('without a failure limit: failed, as the row was not reached', () => {
    const detail = details['never-three'];
    expect(runOf(detail, 'never-three-newhash-2').verdict).toBe(
      'success-rate failed: 3 good measurements in a row were wanted; there were at most 2 in 6 measurements. 2 of 6 measurements below 0.95 (last 0.89), no failure limit.',
    );
    // The controller of that time gave no reason: the run ended with the abort.
    expect(decisiveRun(detail.core, detail.analysisRuns)?.name).toBe(
      'never-three-newhash-2',
    );
  });

  it('with a failure limit: inconclusive', () => {
    expect(runOf(details.neither, 'neither-newhash-2').verdict).toBe(
      'success-rate is inconclusive: 3 good measurements in a row were wanted; there were at most 2 in 6 measurements. 2 of 6 measurements below 0.95 (last 0.89), 3 allowed.',
    );
  });

  it.each<[string, Parameters<typeof changeRun>[0], string]>([
    [
      'an error ends a row',
      { result: counts('ggegbgg') },
      '3 good measurements in a row were wanted; there were at most 2 in 6 measurements. 1 of 6 measurements below 0.95 (last 0.91), no failure limit.',
    ],
    [
      'none was good',
      { result: counts('bbb') },
      '3 good measurements in a row were wanted; there were at most 0 in 3 measurements. 3 of 3 measurements below 0.95 (last 0.91), no failure limit.',
    ],
    [
      'older measurements are dropped: what they were is not known',
      { result: { ...counts('gbgbgbgbgb'), successful: 15, failed: 15 } },
      '3 good measurements in a row were wanted; they did not come in 30 measurements. 15 of 30 measurements: 5 below 0.95 (last 0.91), 10 no longer kept, no failure limit.',
    ],
    [
      'the failure limit is what was passed',
      { metric: { failureLimit: 1 }, result: counts('gbb') },
      '2 of 3 measurements below 0.95 (last 0.91), 1 allowed.',
    ],
    [
      'one',
      { metric: { consecutiveSuccessLimit: '1' }, result: counts('bb') },
      '1 good measurement was wanted; there were at most 0 in 2 measurements. 2 of 2 measurements below 0.95 (last 0.91), no failure limit.',
    ],
    [
      'a row that is not known',
      {
        metric: { consecutiveSuccessLimit: '{{args.row}}' },
        result: counts('gb'),
      },
      '"{{args.row}}" good measurements in a row were wanted; there were at most 1 in 2 measurements. 1 of 2 measurements below 0.95 (last 0.91), no failure limit.',
    ],
  ])('%s', (_, over, expected) => {
    expect(verdict(over)).toBe(`success-rate failed: ${expected}`);
  });

  it('says when the row came', () => {
    expect(
      verdict({
        status: { phase: 'Successful' },
        result: {
          ...counts('bggg'),
          phase: 'Successful',
          consecutiveSuccess: 3,
        },
      }),
    ).toBe(
      'success-rate held: 3 good measurements in a row, 3 wanted; 3 of 4 measurements at or above 0.95 (last 0.97); 1 failed, no failure limit.',
    );
  });

  it('says how far the row is', () => {
    expect(
      verdict({
        status: { phase: 'Running' },
        result: { ...counts('bgg'), phase: 'Running', consecutiveSuccess: 2 },
      }),
    ).toBe(
      'success-rate: 3 of 6 measurements taken, 2 of 3 good ones in a row, 1 failed (last 0.91), no failure limit.',
    );
  });
});
