import { Json } from '@slipway/plugin-clusters-common/read';
import { projectAnalysisRun } from '../raw/project';
import { rolloutOf, UID } from '../__fixtures__/builders';
import { deriveAnalysisRuns } from './analysis';
import { parseLimits } from './limits';
import { valueNumbers } from './value';

const run = (options: {
  metric?: Json;
  result?: Json;
  status?: Json;
  spec?: Json;
  metadata?: Json;
}): Json => ({
  metadata: {
    uid: 'ar-1',
    name: 'order-service-bbbb222-2-3',
    creationTimestamp: '2026-01-01T10:00:00Z',
    labels: {
      'rollout-type': 'Step',
      'step-index': '3',
      'rollouts-pod-template-hash': 'bbbb222',
    },
    annotations: { 'rollout.argoproj.io/revision': '2' },
    ownerReferences: [{ uid: UID }],
    ...options.metadata,
  },
  spec: {
    metrics: [
      {
        name: 'success-rate',
        interval: '5s',
        count: 4,
        failureLimit: 1,
        successCondition: 'result[0] >= 0.95',
        provider: {
          prometheus: {
            address: 'http://prometheus.example',
            query: 'sum(x{hash="{{args.hash}}"})',
          },
        },
        ...options.metric,
      },
    ],
    ...options.spec,
  },
  status: {
    phase: 'Running',
    metricResults: [
      { name: 'success-rate', phase: 'Running', ...options.result },
    ],
    ...options.status,
  },
});

const measured = (phase: string, value: string, message?: string) => ({
  phase,
  value,
  message,
  startedAt: '2026-01-01T10:00:01Z',
  finishedAt: '2026-01-01T10:00:02Z',
});

const view = (raw: Json) =>
  deriveAnalysisRuns(rolloutOf(), [projectAnalysisRun(raw)])[0];

const ended = (phase: string, result: Json, more: Json = {}, spec?: Json) =>
  run({
    spec,
    result: { phase, ...result },
    status: {
      phase,
      metricResults: [{ name: 'success-rate', phase, ...result }],
      ...more,
    },
  });

describe('verdict', () => {
  it.each<[string, Json, string | undefined]>([
    [
      'failed: metric, measurements, limit',
      ended('Failed', {
        failed: 2,
        measurements: [
          measured('Failed', '[0.861]'),
          measured('Failed', '[0.8532145]'),
        ],
      }),
      'success-rate failed: 2 of 2 measurements below 0.95 (last 0.853), 1 allowed.',
    ],
    [
      'failed by a failure condition that is no simple limit',
      run({
        metric: { failureCondition: 'any(result, {# > 3})' },
        status: {
          phase: 'Failed',
          metricResults: [
            {
              name: 'success-rate',
              phase: 'Failed',
              failed: 2,
              successful: 1,
              measurements: [measured('Failed', '[4,5]')],
            },
          ],
        },
        spec: {
          metrics: [
            {
              name: 'success-rate',
              failureLimit: 1,
              failureCondition: 'any(result, {# > 3})',
              provider: { web: {} },
            },
          ],
        },
      }),
      'success-rate failed: 2 of 3 measurements: 1 met the failure condition any(result, {# > 3}) (last [4, 5]), 1 no longer kept, 1 allowed.',
    ],
    [
      'error: how many and why',
      ended('Error', {
        error: 5,
        consecutiveError: 5,
        measurements: [measured('Error', '', 'no such host')],
      }),
      'success-rate could not be measured: 5 errors, 4 in a row allowed (no such host).',
    ],
    [
      'inconclusive',
      ended('Inconclusive', {
        inconclusive: 1,
        successful: 2,
        measurements: [measured('Inconclusive', '[NaN]')],
      }),
      'success-rate is inconclusive: 1 of 3 measurements was no number (NaN), neither good nor bad, 0 allowed.',
    ],
    [
      'successful',
      ended('Successful', {
        successful: 4,
        measurements: [measured('Successful', '[0.99312]')],
      }),
      'success-rate held: 4 of 4 measurements at or above 0.95 (last 0.993).',
    ],
    [
      'successful, ended early',
      ended(
        'Successful',
        { successful: 1, measurements: [measured('Successful', '[1]')] },
        { message: 'Run Terminated' },
        { terminate: true },
      ),
      'success-rate held: 1 of 1 measurement at or above 0.95 (last 1), 4 wanted. The run was terminated.',
    ],
    [
      'running',
      run({
        result: {
          successful: 2,
          failed: 1,
          measurements: [
            measured('Failed', '[0.9]'),
            measured('Successful', '[0.97]'),
          ],
        },
      }),
      'success-rate: 3 of 4 measurements taken, 1 failed (last 0.9), 1 allowed.',
    ],
    [
      'no metric was reached: the controller says why',
      run({
        status: {
          phase: 'Error',
          message: 'Unable to resolve metric arguments: args.hash',
          metricResults: [],
        },
      }),
      'Unable to resolve metric arguments: args.hash.',
    ],
    [
      'metrics in dry-run mode do not count',
      run({
        status: {
          phase: 'Failed',
          message: 'from the controller',
          metricResults: [
            { name: 'success-rate', phase: 'Failed', failed: 2, dryRun: true },
          ],
        },
      }),
      'from the controller. Dry run: success-rate would have failed.',
    ],
    [
      'nothing yet',
      run({ status: { phase: undefined, metricResults: undefined } }),
      undefined,
    ],
  ])('%s', (_, raw, expected) => {
    expect(view(raw).verdict).toBe(expected);
  });
});

describe('deriveAnalysisRuns', () => {
  it('reads type, step, limits, counts and the resolved query', () => {
    const result = view(
      run({
        result: {
          successful: 1,
          metadata: { ResolvedPrometheusQuery: 'sum(x{hash="bbbb222"})' },
          measurements: [measured('Successful', '[0.97]')],
        },
      }),
    );
    expect(result).toMatchObject({
      type: 'Step',
      stepIndex: 3,
      revision: 2,
      podTemplateHash: 'bbbb222',
      phase: 'Running',
      terminating: false,
    });
    expect(result.metrics[0]).toMatchObject({
      provider: 'prometheus',
      query: 'sum(x{hash="bbbb222"})',
      count: 4,
      failureLimit: 1,
      inconclusiveLimit: 0,
      consecutiveErrorLimit: 4,
      counts: { successful: 1, failed: 0, inconclusive: 0, error: 0 },
      limits: [{ kind: 'success', operator: '>=', value: 0.95 }],
      dryRun: false,
    });
    expect(result.metrics[0].measurements[0].numbers).toEqual([0.97]);
  });

  it('keeps runs of this rollout by UID, newest first', () => {
    const named = (name: string, creationTimestamp: string, owner: string) =>
      projectAnalysisRun(
        run({
          metadata: {
            uid: name,
            name,
            creationTimestamp,
            ownerReferences: [{ uid: owner }],
          },
        }),
      );
    const runs = deriveAnalysisRuns(rolloutOf(), [
      named('first', '2026-01-01T00:00:00Z', UID),
      named('alien', '2026-01-02T00:00:00Z', 'other'),
      named('second', '2026-01-03T00:00:00Z', UID),
    ]);
    expect(runs.map(r => r.name)).toEqual(['second', 'first']);
  });

  it.each<[Json, number | undefined]>([
    [{ count: undefined, interval: undefined }, 1],
    [{ count: undefined, interval: '5s' }, undefined],
    [{ count: '3' }, 3],
  ])('count of %j is %p', (metric, count) => {
    expect(view(run({ metric })).metrics[0].count).toBe(count);
  });

  it('never keeps headers, addresses or arguments of a provider', () => {
    const raw = run({
      metric: {
        provider: {
          web: {
            url: 'http://x',
            headers: [{ key: 'Authorization', value: 'Bearer s3cret' }],
          },
        },
      },
      spec: {
        args: [{ name: 'token', value: 's3cret' }],
        metrics: [
          {
            name: 'm',
            provider: {
              web: { headers: [{ key: 'Authorization', value: 's3cret' }] },
            },
          },
        ],
      },
    });
    expect(JSON.stringify(projectAnalysisRun(raw))).not.toContain('s3cret');
  });
});

describe('parseLimits', () => {
  it.each([
    ['result[0] >= 0.95', ['>= 0.95']],
    ['result < 5', ['< 5']],
    ['0.95 <= result[0]', ['>= 0.95']],
    ['asFloat(result) > 1e3', ['> 1000']],
    ['result[0] >= 0.9 && result[0] <= 1.1', ['>= 0.9', '<= 1.1']],
    ['(result[0] > -1)', ['> -1']],
    ['len(result) == 0 || result[0] >= 0.95', ['>= 0.95']],
    ['isNaN(result[0]) || result[0] < 0.5', ['< 0.5']],
    ['result[0] >= 0.9 || result[1] >= 0.9', []],
    ['default(result, 0) < 5', ['< 5']],
    ['result[1] > 2', ['> 2']],
    ['result.errors > 2', []],
    ['result[0] >= {{args.floor}}', []],
    ['result[0] >= 0.9 && isNaN(result[0])', []],
    ['len(result) > 0 && result[0] < 0.95', ['< 0.95']],
    ['!isNaN(result[0]) && result[0] < 0.95', ['< 0.95']],
    ['len(result) > 1 && result[0] < 0.95', []],
    ['len(result) > 0', []],
    ['result == true', []],
    ['', []],
    [undefined, []],
  ])('%p', (condition, expected) => {
    const limits = parseLimits(condition, 'success');
    expect(limits.map(l => `${l.operator} ${l.value}`)).toEqual(expected);
  });
});

describe('valueNumbers', () => {
  it.each([
    ['0.93', [0.93]],
    ['[0.93,1]', [0.93, 1]],
    ['[0.93 1]', [0.93, 1]],
    ['[NaN]', [null]],
    ['[0.9,NaN,+Inf]', [0.9, null, null]],
    ['NaN', [null]],
    ['{"a":1}', undefined],
    ['[]', undefined],
    ['true', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%p', (value, expected) => {
    expect(valueNumbers(value)).toEqual(expected);
  });
});
