import { Json } from '@slipway/plugin-clusters-common/read';
import { caseDetails, changeRun, runOf } from './__testUtils__/runs';

const CASE = '05-ended-before-any-measurement';
const NOTHING =
  'It was ended before anything was measured: this says nothing of the release.';

const at = '2026-03-02T11:51:00Z';
const measured = (phase: string, value?: string, message?: string): Json => ({
  phase,
  value,
  message,
  startedAt: at,
  finishedAt: at,
});
const result = (over: Json): Json => ({ name: 'success-rate', ...over });

/** The background run with other results. */
const background = (
  metricResults: Json[],
  over: { metric?: Json; spec?: Json; status?: Json } = {},
) =>
  runOf(
    caseDetails(
      CASE,
      changeRun({ ...over, status: { metricResults, ...over.status } }),
    ).basket,
    'basket-newhash-2',
  );

describe('05: ended before any measurement', () => {
  const { basket } = caseDetails(CASE);

  it('says nothing of the release', () => {
    const run = runOf(basket, 'basket-newhash-2');
    expect(run.verdict).toBe(NOTHING);
    expect(run.inconsequential).toBe('nothing-measured');
    expect(run.terminated).toBe(true);
    expect(run.metrics[0].initialDelay).toBe('10m');
  });

  it('names what dry-run metrics would have done', () => {
    const run = runOf(basket, 'basket-newhash-2-2');
    expect(run.verdict).toBe('Only dry-run metrics: p95 would have failed.');
    expect(run.inconsequential).toBe('dry-run-only');
  });

  it.each<[string, Json[], Json, string]>([
    [
      'errors are no measurements',
      [
        result({
          phase: 'Successful',
          error: 2,
          measurements: [measured('Error', undefined, 'no such host.')],
        }),
      ],
      {},
      `${NOTHING} success-rate: 2 errors: no such host.`,
    ],
    [
      'a Job that was ended with its run measured nothing',
      [
        result({
          phase: 'Successful',
          successful: 1,
          count: 1,
          message: 'Metric Terminated',
          measurements: [measured('Successful', '', 'Metric Terminated')],
        }),
      ],
      { metric: { provider: { job: { spec: {} } } } },
      NOTHING,
    ],
    [
      'ended after some measurements',
      [
        result({
          phase: 'Successful',
          successful: 2,
          measurements: [
            measured('Successful', '[0.97]'),
            measured('Successful', '[0.99]'),
          ],
        }),
      ],
      {},
      'success-rate held: 2 of 2 measurements at or above 0.95 (last 0.99). The run was terminated.',
    ],
    [
      'ended with more wanted',
      [
        result({
          phase: 'Successful',
          successful: 1,
          measurements: [measured('Successful', '[0.97]')],
        }),
      ],
      { metric: { count: 3 } },
      'success-rate held: 1 of 1 measurement at or above 0.95 (last 0.97), 3 wanted. The run was terminated.',
    ],
    [
      'ended with one failed of two allowed',
      [
        result({
          phase: 'Successful',
          failed: 1,
          measurements: [measured('Failed', '[0.9]')],
        }),
      ],
      { metric: { failureLimit: 2 } },
      'success-rate was ended early: 0 of 1 measurement good; 1 failed, 2 allowed. The run was terminated.',
    ],
    [
      'ended as failed all the same',
      [
        result({
          phase: 'Failed',
          failed: 1,
          measurements: [measured('Failed', '[0.9]')],
        }),
      ],
      { status: { phase: 'Failed' } },
      'success-rate failed: 1 of 1 measurement below 0.95 (last 0.9), 0 allowed.',
    ],
  ])('%s', (_, results, over, expected) => {
    expect(background(results, over).verdict).toBe(expected);
  });

  it.each<[string, Json, string]>([
    [
      'not ended, nothing measured',
      { terminate: false },
      'Nothing was measured: this says nothing of the release.',
    ],
    [
      'no metrics',
      { metrics: [], terminate: false },
      'It has no metrics: this says nothing of the release.',
    ],
  ])('%s', (_, spec, expected) => {
    expect(background([], { spec, status: { message: '' } }).verdict).toBe(
      expected,
    );
  });

  it('separates counted metrics from those in dry-run mode', () => {
    const metric = (name: string) => ({
      name,
      interval: '1m',
      successCondition: 'result[0] < 300',
      provider: { prometheus: { query: name } },
    });
    const one = (name: string, phase: string, value: string): Json => ({
      name,
      phase,
      [phase === 'Failed' ? 'failed' : 'successful']: 1,
      measurements: [measured(phase, value)],
    });
    const run = background(
      [one('p95', 'Failed', '[512]'), one('p50', 'Successful', '[20]')],
      {
        spec: {
          metrics: [metric('p95'), metric('p50'), metric('p99')],
          dryRun: [{ metricName: 'p9' }],
        },
      },
    );
    expect(run.verdict).toBe(
      'p50 held: 1 of 1 measurement below 300 (last 20). The run was terminated. Dry run: p95 would have failed.',
    );
    expect(run.inconsequential).toBeUndefined();
  });

  it('says when the first measurement comes', () => {
    const run = background([], {
      spec: { terminate: false },
      status: { phase: 'Running', message: '', completedAt: undefined },
    });
    expect(run.metrics[0].firstMeasurementAt).toBe('2026-03-02T12:00:00.000Z');
    expect(run.verdict).toBeUndefined();
  });
});
