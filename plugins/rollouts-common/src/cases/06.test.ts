import { Json } from '@slipway/plugin-clusters-common/read';
import { caseDetails, changeRun, runOf } from './__testUtils__/runs';

const CASE = '06-nan-against-half-a-rule';
const QUERY = 'sum(rate(http_ok[1m])) / sum(rate(http_all[1m]))';

/** What is said of success-rate when its only measurement had this value. */
function said(metric: Json, value: string | undefined, phase = 'Failed') {
  const count = { Failed: 'failed', Inconclusive: 'inconclusive' }[phase];
  const { basket } = caseDetails(
    CASE,
    changeRun({
      metric,
      status: { phase },
      result: {
        phase,
        failed: 0,
        [count ?? 'successful']: 1,
        measurements: [{ phase, value, finishedAt: '2026-03-02T11:51:00Z' }],
      },
    }),
  );
  const [first] = runOf(basket, 'basket-newhash-2').verdict?.match(
    /success-rate .*?(?=( p95 (failed|held))|$)/,
  ) ?? [''];
  return first;
}

const success = (successCondition: string, provider: Json = {}) => ({
  successCondition,
  failureCondition: undefined,
  ...provider,
});
const failure = (failureCondition: string) => ({ failureCondition });
const by = (provider: string) => ({ provider: { [provider]: {} } });

describe('06: a value against half a rule', () => {
  it('says of NaN that it is no number, and not on which side of a limit it is', () => {
    const run = runOf(caseDetails(CASE).basket, 'basket-newhash-2');
    expect(run.verdict).toBe(
      'success-rate failed: 1 of 1 measurement was no number (NaN: no requests), 0 allowed. p95 failed: 1 of 1 measurement was no number (NaN), 0 allowed.',
    );
    expect(run.metrics[0].limits).toEqual([
      { kind: 'success', operator: '>=', value: 0.95 },
      { kind: 'failure', operator: '<', value: 0.5 },
    ]);
  });

  it.each<[Json, string | undefined, string]>([
    [{}, '[0.3]', 'below 0.5 (last 0.3)'],
    [failure('result[0] < 0.5'), '[0.49999]', 'below 0.5 (last 0.49999)'],
    [
      failure('result[0] < 0.5'),
      '[0.41234 0.9]',
      'with the first value below 0.5 (last [0.412, 0.9])',
    ],
    [
      failure('result[1] < 0.5'),
      '[0.9,0.4]',
      'with the second value below 0.5 (last [0.9, 0.4])',
    ],
    [failure('0.5 > result[0]'), '[0.3]', 'below 0.5 (last 0.3)'],
    [failure('not (result[0] >= 0.5)'), '[0.3]', 'below 0.5 (last 0.3)'],
    [failure('len(result) == 0 || result[0] < 0.5'), '[]', 'was empty'],
    [
      failure('len(result) == 0 or result[0] < 0.5'),
      '[0.3]',
      'below 0.5 (last 0.3)',
    ],
    [failure('isInf(result[0])'), '[+Inf]', 'was infinite'],
    [
      failure('any(result, {# > 3})'),
      '[4,1]',
      'met the failure condition any(result, {# > 3}) (last [4, 1])',
    ],
    [
      failure('result[0] matches "x"'),
      '[4]',
      'met the failure condition result[0] matches "x" (last 4)',
    ],
    // The recorded value does not bear the condition out: it is quoted.
    [
      failure('result[0] < 0.5'),
      '[0.7]',
      'met the failure condition result[0] < 0.5 (last 0.7)',
    ],
    [
      failure('result[0] < {{args.floor}}'),
      '[0.3]',
      'met the failure condition "result[0] < {{args.floor}}" (last 0.3)',
    ],
    [success('result[0] <= 300'), '[+Inf]', 'above 300 (last +Inf)'],
    [
      success('result[0] <= 300'),
      '[-Inf]',
      'did not meet the success condition result[0] <= 300 (last -Inf)',
    ],
    [
      success('result[0] >= 0.9 && result[0] <= 1.1'),
      '[1.3]',
      'above 1.1 (last 1.3)',
    ],
    [
      success('result[0] >= 0.9 && result[0] <= 1.1'),
      '[0.2]',
      'below 0.9 (last 0.2)',
    ],
    [
      success('!isNaN(result[0]) && result[0] >= 0.9'),
      '[NaN]',
      'was no number (NaN: no requests)',
    ],
    [
      success('result[0] >= 0.9 || result[0] == 0'),
      '[0.5]',
      'did not meet the success condition result[0] >= 0.9 || result[0] == 0 (last 0.5)',
    ],
    [success('result > 0.9'), '0.5', 'at or below 0.9 (last 0.5)'],
    [
      success('result == "ok"', by('web')),
      '"bad"',
      'did not meet the success condition result == "ok" (last "bad")',
    ],
    [
      success('result', by('web')),
      'false',
      'did not meet the success condition result (last false)',
    ],
    [
      success('result.errors < 5', by('web')),
      '{"errors":7}',
      'did not meet the success condition result.errors < 5 (last {"errors":7})',
    ],
    [
      success('asFloat(result) < 5', by('web')),
      '"7.5"',
      'did not meet the success condition asFloat(result) < 5 (last "7.5")',
    ],
    [success('default(result, 0) > 3', by('datadog')), '[]', 'without data'],
    [
      success('default(result, 0) > 3', by('datadog')),
      '1.25',
      'at or below 3 (last 1.25)',
    ],
    [
      {
        ...success('x'),
        provider: { kayenta: { threshold: { pass: 90, marginal: 60 } } },
      },
      '45',
      'below 60 (last 45)',
    ],
    [by('job'), undefined, 'failed'],
  ])('failed: %j with %p', (metric, value, expected) => {
    expect(said(metric, value)).toBe(
      `success-rate failed: 1 of 1 measurement ${expected}, 0 allowed.`,
    );
  });

  it.each<[Json, string, string]>([
    [{}, '[0.97]', 'at or above 0.95 (last 0.97)'],
    [success('result[0] >= 0.90 || len(result) == 0'), '[]', 'was empty'],
    [
      success('isNaN(result[0]) || result[0] >= 0.9'),
      '[NaN]',
      'was no number (NaN: no requests)',
    ],
    [
      success('isNaN(result[0]) || result[0] >= 0.9'),
      '[0.95]',
      'at or above 0.9 (last 0.95)',
    ],
    [
      { successCondition: undefined, failureCondition: 'result[0] > 5' },
      '[2]',
      'at or below 5 (last 2)',
    ],
    [
      { successCondition: undefined, failureCondition: 'result[0] > 5' },
      '[NaN]',
      'was no number (NaN: no requests)',
    ],
    [success('result == "ok"', by('web')), '"ok"', 'good (last "ok")'],
    [
      {
        successCondition: undefined,
        failureCondition: undefined,
        ...by('web'),
      },
      '3',
      'good (last 3)',
    ],
  ])('held: %j with %p', (metric, value, expected) => {
    expect(said(metric, value, 'Successful')).toBe(
      `success-rate held: 1 of 1 measurement ${expected}.`,
    );
  });

  it.each<[string, string]>([
    ['[NaN]', 'was no number (NaN: no requests), neither good nor bad'],
    ['[0.7]', 'neither good nor bad (last 0.7)'],
  ])('inconclusive with %p', (value, expected) => {
    expect(
      said(
        {
          ...failure('result[0] < 0.5'),
          provider: { prometheus: { query: QUERY } },
        },
        value,
        'Inconclusive',
      ),
    ).toContain(
      `success-rate is inconclusive: 1 of 1 measurement ${expected}, 0 allowed.`,
    );
  });

  it('counts each reason', () => {
    const measured = ['[0.3]', '[NaN]', '[0.4]', '[]'].map(value => ({
      phase: 'Failed',
      value,
    }));
    const { basket } = caseDetails(
      CASE,
      changeRun({ result: { failed: 4, measurements: measured } }),
    );
    expect(runOf(basket, 'basket-newhash-2').verdict).toContain(
      'success-rate failed: 4 of 4 measurements: 2 below 0.5 (last 0.4), 1 was no number (NaN: no requests), 1 was empty, 0 allowed.',
    );
  });

  it('cuts long values short', () => {
    const value = JSON.stringify({ ok: false, text: 'x'.repeat(500) });
    const words = said(success('result.ok', by('web')), value);
    expect(words.length).toBeLessThan(220);
    expect(words).toContain('(last {"ok":false,"text":"xxx');
  });

  it('says why nothing was measured, and how often in a row', () => {
    const { basket } = caseDetails(
      CASE,
      changeRun({
        status: { phase: 'Error' },
        result: {
          phase: 'Error',
          failed: 0,
          error: 7,
          consecutiveError: 5,
          measurements: [{ phase: 'Error', message: 'connection refused.' }],
        },
      }),
    );
    expect(runOf(basket, 'basket-newhash-2').verdict).toContain(
      'success-rate could not be measured: 7 errors, 5 in a row, 4 in a row allowed (connection refused).',
    );
  });
});
