import { chosenMetrics } from './assess';
import { AnalysisRun, Metric } from '../analysisModel';
import { NAMESPACE, TestCluster } from '../testing/TestCluster';
import { measure, sampleText } from './prometheus';
import { resolveMetric, runSpec } from './templates';

async function analysed(
  values: Array<number | 'error'>,
  metric: Record<string, never> | object = {},
  more: { background?: boolean } = {},
): Promise<TestCluster> {
  const cluster = new TestCluster();
  let taken = 0;
  cluster.answer = async () => {
    const value = values[Math.min(taken, values.length - 1)];
    taken += 1;
    if (value === 'error') throw new Error('no answer');
    return { type: 'vector', values: [value] };
  };
  cluster.analysisTemplate('probe', { ...metric });
  const templates = { templates: [{ templateName: 'probe' }] };
  cluster.canary(
    more.background
      ? [{ setWeight: 20 }, { pause: {} }]
      : [{ setWeight: 20 }, { analysis: templates }, { pause: {} }],
    more.background ? { analysis: templates } : {},
  );
  await cluster.run(10);
  expect(cluster.phase).toBe('Healthy');
  cluster.setImage('2');
  await cluster.run(5);
  return cluster;
}

function runOf(cluster: TestCluster): AnalysisRun {
  const runs = cluster.objects.analysisRuns.list(NAMESPACE);
  expect(runs).toHaveLength(1);
  return runs[0];
}

describe('an analysis at a step', () => {
  it('measures at its interval, and lets the canary continue', async () => {
    const cluster = await analysed([1]);
    const { currentPodHash } = cluster.status;
    expect(cluster.status.canary?.currentStepAnalysisRunStatus).toEqual({
      name: `shop-${currentPodHash}-2-1`,
      status: 'Running',
    });
    expect(runOf(cluster).status.metricResults?.[0].count).toBe(1);
    await cluster.run(11);
    const run = runOf(cluster);
    expect(run.status).toMatchObject({
      phase: 'Successful',
      runSummary: { count: 1, successful: 1 },
    });
    expect(run.status.metricResults?.[0]).toMatchObject({
      name: 'probe',
      phase: 'Successful',
      count: 2,
      successful: 2,
      consecutiveSuccess: 2,
      measurements: [{ value: '[1]' }, { value: '[1]' }],
      metadata: { ResolvedPrometheusQuery: 'up' },
    });
    expect(run.metadata.labels).toEqual({
      app: 'shop',
      'rollout-type': 'Step',
      'rollouts-pod-template-hash': currentPodHash,
      'step-index': '1',
    });
    expect(cluster.phase).toBe('Paused: CanaryPauseStep');
    expect(cluster.events('AnalysisRun')).toEqual(
      expect.arrayContaining([
        "MetricSuccessful: Metric 'probe' Completed. Result: Successful",
        'AnalysisRunSuccessful: Analysis Completed. Result: Successful',
      ]),
    );
    expect(cluster.errors).toEqual([]);
  });

  it.each<[string, Array<number | 'error'>, object, string, string]>([
    [
      'a failure above the limit',
      [1, 0.5, 0.5],
      { failureLimit: 1, count: 4 },
      'Failed',
      'Metric "probe" assessed Failed due to failed (2) > failureLimit (1)',
    ],
    [
      'errors one after the other',
      ['error'],
      { consecutiveErrorLimit: 1 },
      'Error',
      'Metric "probe" assessed Error due to consecutiveErrors (2) > consecutiveErrorLimit (1): "Error Message: no answer"',
    ],
    [
      'a condition that cannot be evaluated',
      [1],
      { successCondition: 'rate(result) > 1', consecutiveErrorLimit: 0 },
      'Error',
      'Metric "probe" assessed Error due to consecutiveErrors (1) > consecutiveErrorLimit (0): "Error Message: unknown name rate"',
    ],
  ])('aborts on %s', async (_, values, metric, phase, message) => {
    const cluster = await analysed(values, metric);
    await cluster.run(40);
    expect(runOf(cluster).status).toMatchObject({ phase, message });
    expect(cluster.phase).toBe(
      `Degraded: RolloutAborted: Rollout aborted update to revision 2: Step-based analysis phase error/failed: ${message}`,
    );
    expect(cluster.pods).toEqual({ 1: 5 });
  });

  it.each<[string, Array<number | 'error'>, object]>([
    ['failures up to the limit', [0.5, 1], { failureLimit: 1 }],
    ['errors in between', ['error', 1], {}],
    [
      'as many successes as are asked for',
      [0.5, 1, 1],
      { count: 5, failureLimit: 2, consecutiveSuccessLimit: 2 },
    ],
    [
      'a dry run that fails',
      [0.5],
      { count: 1, interval: undefined, failureLimit: 1 },
    ],
  ])('continues after %s', async (_, values, metric) => {
    const cluster = await analysed(values, metric);
    await cluster.run(60);
    expect(cluster.phase).toBe('Paused: CanaryPauseStep');
    expect(runOf(cluster).status.phase).toBe('Successful');
  });

  it('waits for a user when it is inconclusive, and is asked again after that', async () => {
    const cluster = await analysed([0.7], {
      count: 1,
      failureCondition: 'result[0] < 0.5',
    });
    expect(cluster.phase).toBe('Paused: InconclusiveAnalysisRun');
    expect(cluster.status.currentStepIndex).toBe(1);
    const {
      pauseConditions: _,
      controllerPause: __,
      ...status
    } = cluster.status;
    cluster.objects.rollouts.updateStatus({
      ...cluster.rollout,
      status: { ...status, currentStepIndex: 2 },
    });
    await cluster.run(5);
    expect(cluster.phase).toBe('Paused: CanaryPauseStep');
    expect(cluster.status.currentStepIndex).toBe(2);
  });

  it('ends when a user ends it', async () => {
    const cluster = await analysed([1], { count: 1000 });
    const run = runOf(cluster);
    cluster.objects.analysisRuns.update({
      ...run,
      spec: { ...run.spec, terminate: true },
    });
    await cluster.run(5);
    expect(runOf(cluster).status).toMatchObject({
      phase: 'Successful',
      message: 'Run Terminated',
    });
    expect(cluster.status.currentStepIndex).toBe(2);
  });

  it('waits before the first measurement', async () => {
    const cluster = await analysed([1], { initialDelay: '30s' });
    expect(runOf(cluster).status.metricResults).toEqual([]);
    await cluster.run(25);
    expect(runOf(cluster).status.metricResults).toEqual([]);
    await cluster.run(5);
    expect(runOf(cluster).status.metricResults).toHaveLength(1);
  });

  it('keeps the newest measurements', async () => {
    const cluster = await analysed([1], { count: 30, interval: '1s' });
    await cluster.run(60);
    const [result] = runOf(cluster).status.metricResults ?? [];
    expect(result.count).toBe(30);
    expect(result.measurements).toHaveLength(10);
  });
});

describe('an analysis beside the steps', () => {
  it('runs while the canary waits, and ends with it', async () => {
    const cluster = await analysed(
      [1],
      { count: undefined },
      { background: true },
    );
    await cluster.run(30);
    expect(cluster.phase).toBe('Paused: CanaryPauseStep');
    expect(
      cluster.status.canary?.currentBackgroundAnalysisRunStatus?.status,
    ).toBe('Running');
    cluster.promote();
    await cluster.run(10);
    expect(cluster.phase).toBe('Healthy');
    expect(runOf(cluster).status.phase).toBe('Successful');
    expect(cluster.clock.pending).toBe(0);
  });

  it('aborts a canary that waits', async () => {
    const cluster = await analysed(
      [1, 0.1],
      { count: undefined },
      { background: true },
    );
    await cluster.run(30);
    expect(cluster.phase).toContain(
      'Background analysis phase error/failed: Metric "probe" assessed Failed due to failed (1) > failureLimit (0)',
    );
  });
});

const template = (metrics: Metric[], args?: Array<{ name: string }>) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AnalysisTemplate',
  metadata: {
    name: 't',
    uid: '',
    resourceVersion: '',
    generation: 1,
    creationTimestamp: '',
  },
  spec: { metrics, args },
});

describe('templates', () => {
  it('takes arguments from hashes and fields of the Rollout, and templates of the cluster', async () => {
    const cluster = new TestCluster();
    const asked: string[] = [];
    cluster.answer = async (_address, query) => {
      asked.push(query);
      return { type: 'vector', values: [1] };
    };
    cluster.objects.clusterAnalysisTemplates.create({
      metadata: { name: 'probe' },
      spec: {
        args: [
          { name: 'canary' },
          { name: 'stable' },
          { name: 'image' },
          { name: 'fixed', value: 'yes' },
        ],
        metrics: [
          {
            name: 'probe',
            successCondition: 'result[0] == 1',
            provider: {
              prometheus: {
                address: 'http://prometheus',
                query:
                  '{{args.canary}} {{ args.stable }} {{args.image}} {{args.fixed}}',
              },
            },
          },
        ],
      },
    });
    cluster.canary([
      { setWeight: 20 },
      {
        analysis: {
          templates: [{ templateName: 'probe', clusterScope: true }],
          args: [
            { name: 'canary', valueFrom: { podTemplateHashValue: 'Latest' } },
            { name: 'stable', valueFrom: { podTemplateHashValue: 'Stable' } },
            {
              name: 'image',
              valueFrom: {
                fieldRef: {
                  fieldPath: 'spec.template.spec.containers[0].image',
                },
              },
            },
          ],
        },
      },
      { pause: {} },
    ]);
    await cluster.run(10);
    const stable = cluster.status.stableRS;
    cluster.setImage('2');
    await cluster.run(10);
    expect(asked).toEqual([
      `${cluster.status.currentPodHash} ${stable} example.test/shop:2 yes`,
    ]);
    expect(cluster.phase).toBe('Paused: CanaryPauseStep');
  });

  const metric: Metric = { name: 'a', successCondition: '{{args.limit}}' };

  it.each<[string, () => unknown, string]>([
    [
      'an argument without a value',
      () => runSpec([template([metric], [{ name: 'x' }])], []),
      'args.x was not resolved',
    ],
    [
      'two metrics of one name',
      () => runSpec([template([metric]), template([metric])], []),
      "two metrics have the same name 'a'",
    ],
    [
      'a placeholder that nothing fills',
      () => resolveMetric(metric, []),
      'failed to resolve {{args.limit}}',
    ],
    [
      'two rules for one metric',
      () =>
        runSpec([template([metric])], [], {
          dryRun: [{ metricName: 'a' }, { metricName: 'a' }],
        }),
      "two Dry-Run metric rules have the same name 'a'",
    ],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('chosenMetrics', () => {
  const metrics = [{ name: 'success-rate' }, { name: 'p95' }];

  it.each([
    ['p9', ['p95']],
    ['.*', ['success-rate', 'p95']],
    ['(?i)^SUCCESS', ['success-rate']],
  ])('%p chooses %j', (metricName, names) => {
    const chosen = chosenMetrics([{ metricName }], metrics, 'dryRun');
    expect([...chosen.keys()]).toEqual(names);
  });

  it.each(['*', '^rate'])('%p chooses none and is refused', metricName => {
    expect(() => chosenMetrics([{ metricName }], metrics, 'dryRun')).toThrow(
      "dryRun[0]: Rule didn't match any metric name(s)",
    );
  });
});

describe('measurements', () => {
  it.each([
    [0.853, '0.853'],
    [1, '1'],
    [NaN, 'NaN'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
    [1e-7, '0.0000001'],
    [1.5e-7, '0.00000015'],
    [-2.5e-9, '-0.0000000025'],
    [1e21, '1000000000000000000000'],
    [1.25e22, '12500000000000000000000'],
  ])('writes %s as %s', (value, text) => {
    expect(sampleText(value)).toBe(text);
  });

  it.each<[string, Metric, object]>([
    [
      'a scalar',
      {
        name: 'a',
        provider: { prometheus: { address: 'http://p', query: '1' } },
      },
      { phase: 'Successful', value: '0.5' },
    ],
    [
      'a provider that the sandbox does not have',
      { name: 'a', provider: { web: {} } },
      {
        phase: 'Error',
        message: 'the sandbox measures with prometheus only, not with web',
      },
    ],
    [
      'no address',
      { name: 'a', provider: { prometheus: { query: '1' } } },
      { phase: 'Error', message: 'prometheus address is not configured' },
    ],
  ])('takes %s', async (_, metric, expected) => {
    const query = async () => ({ type: 'scalar' as const, value: 0.5 });
    expect(await measure(metric, query)).toEqual(expected);
  });
});
