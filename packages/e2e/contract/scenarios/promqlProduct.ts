import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { ANALYSIS_RUNS } from '@slipway/plugin-rollouts-common';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  GOLDEN_METRICS,
  GOLDEN_QUERIES,
  GoldenMetric,
  MetricsTarget,
  workloadOf,
} from '@slipway/plugin-metrics-common';
import {
  EDGE_QUERIES,
  EdgeQueryId,
  ROUTE_QUERIES,
  WORKLOAD_QUERIES,
  WorkloadQueryId,
} from '@slipway/plugin-observability-common';
import { parseAllDocuments } from 'yaml';
import { at } from '../lib/json';
import { prometheus as metricProvider } from '../lib/manifests';
import { Measured, measured, near } from '../lib/metrics';
import { Scenario } from '../lib/scenario';
import { Traffic } from '../lib/traffic';

const CHART = join(__dirname, '../../../../infra/charts/spring-service');

/** One golden metric of a workload or a revision. */
const golden = (
  { prometheus, namespace, time }: Measured,
  metric: GoldenMetric,
  target: Omit<MetricsTarget, 'cluster' | 'namespace'>,
) =>
  prometheus.vector(
    GOLDEN_QUERIES[metric].build(
      { cluster: 'any', namespace, ...target },
      Traffic.window.text,
    ),
    time,
  );

/** Queries of the chart's AnalysisTemplates as helm renders them, by template, over the range of these scenarios. */
function templateQueries(
  argoCli: string,
  namespace: string,
): Map<string, string> {
  // The real stack keeps its clients in one folder.
  const rendered = execFileSync(
    join(dirname(argoCli), 'helm'),
    [
      'template',
      'api-gateway',
      CHART,
      `--namespace=${namespace}`,
      `--values=${join(CHART, 'values/api-gateway.yaml')}`,
      `--set=analysis.window=${Traffic.window.text}`,
      '--show-only=templates/analysistemplates.yaml',
    ],
    { encoding: 'utf8' },
  );
  return new Map(
    parseAllDocuments(rendered).map(document => [
      String(document.getIn(['metadata', 'name'])),
      String(
        document.getIn([
          'spec',
          'metrics',
          0,
          'provider',
          'prometheus',
          'query',
        ]),
      ),
    ]),
  );
}

export const promqlProductScenarios: Scenario[] = [
  measured(
    'product',
    "The portal's queries give one figure per workload and revision, and the parts make the whole",
    async all => {
      for (const { name, stable, canary } of all.workloads) {
        const figure = async (
          metric: GoldenMetric,
          target: Omit<MetricsTarget, 'cluster' | 'namespace'>,
        ) => {
          const samples = await golden(all, metric, target);
          assert.equal(samples.length, 1, `${name} ${metric}`);
          assert.deepEqual(samples[0].metric, {});
          assert.ok(Number.isFinite(samples[0].value), samples[0].text);
          return samples[0].value;
        };
        const revisions = canary ? [stable, canary] : [stable];
        let requests = 0;
        for (const podTemplateHash of revisions) {
          const [success, rate, p50, p95, p99] = await Promise.all(
            GOLDEN_METRICS.map(metric => figure(metric, { podTemplateHash })),
          );
          requests += rate;
          assert.ok(success >= 0 && success <= 1);
          assert.ok(rate > 0);
          assert.ok(p50 > 0 && p50 <= p95 && p95 <= p99);
        }
        assert.ok(
          near(await figure('requestRate', { deployment: name }), requests),
          name,
        );
      }
    },
  ),
  measured(
    'observability',
    'Callers and callees name the same calls, routes count them, and proxies have their connections',
    async ({ prometheus, namespace, workloads, time }) => {
      const window = Traffic.window.text;
      const ask = (query: string) => prometheus.vector(query, time);
      const edge = async (id: EdgeQueryId, deployment: string) => {
        const rates = new Map<string | undefined, number>();
        for (const { metric, value } of await ask(
          EDGE_QUERIES[id].build({ namespace, deployment }, window),
        )) {
          // The revisions of a Rollout are one.
          const other = workloadOf(
            metric,
            id.startsWith('callees') ? 'dst_' : '',
          );
          rates.set(other, (rates.get(other) ?? 0) + value);
        }
        return rates;
      };
      for (const { name } of workloads) {
        const figure = async (id: WorkloadQueryId) =>
          (
            await prometheus.one(
              WORKLOAD_QUERIES[id].build(
                { namespace, deployment: name },
                window,
              ),
              time,
            )
          ).value;
        assert.ok((await figure('proxies')) >= 1);
        assert.equal(await figure('mtlsShare'), 1);
        assert.ok((await figure('tcpConnections')) > 0);
        const [requests, read] = [
          await figure('requestRate'),
          await figure('tcpRead'),
        ];
        assert.ok(read > requests, `${read} bytes of ${requests} requests`);
      }
      const callers = await edge('callersRequests', 'user-service');
      assert.deepEqual([...callers.keys()].sort(), [
        'api-gateway',
        'order-service',
      ]);
      let sent = 0;
      for (const [caller, rate] of callers) {
        const callees = await edge('calleesRequests', String(caller));
        assert.ok(near(callees.get('user-service') ?? NaN, rate), caller);
        sent += rate;
      }
      const routes = await ask(
        ROUTE_QUERIES.routeRequests.build(
          { namespace, service: 'user-service' },
          window,
        ),
      );
      assert.equal(routes.length, 1);
      assert.ok(near(routes[0].value, sent));
      assert.deepEqual(
        await ask(
          ROUTE_QUERIES.routeRequests.build(
            { namespace, service: 'nobody' },
            window,
          ),
        ),
        [],
      );
    },
  ),
  measured(
    'bad-release',
    'A release that fails or is slow is distinguished from the stable one by its hash',
    async all => {
      const compare = async (name: string, metric: GoldenMetric) => {
        const workload = all.workloads.find(one => one.name === name);
        const [stable, canary] = await Promise.all(
          [workload?.stable, workload?.canary].map(podTemplateHash =>
            golden(all, metric, { podTemplateHash }),
          ),
        );
        return [stable[0].value, canary[0].value];
      };
      const [well, failing] = await compare('api-gateway', 'successRate');
      assert.ok(failing < 0.95 && failing < well, `${failing} and ${well}`);
      const [quick, slow] = await compare('order-service', 'latencyP95');
      assert.ok(slow > 2 * quick, `${slow} and ${quick}`);
      for (const metric of GOLDEN_METRICS) {
        assert.deepEqual(
          await golden(all, metric, { podTemplateHash: 'nobody' }),
          [],
        );
      }
    },
  ),
  measured(
    'templates',
    "The queries of the chart's AnalysisTemplates judge a canary, by hand and in an AnalysisRun",
    async (all, world) => {
      const { prometheus, namespace, workloads, time } = all;
      const queries = templateQueries(world.target.argoCli, namespace);
      assert.deepEqual([...queries.keys()].sort(), [
        'api-gateway-background',
        'api-gateway-p95-latency',
        'api-gateway-success-rate',
      ]);
      const gateway = workloads.find(({ name }) => name === 'api-gateway');
      const of = (template: string, hash = '') =>
        (queries.get(`api-gateway-${template}`) ?? '').replaceAll(
          '{{args.latest-hash}}',
          hash,
        );
      const ask = async (template: string, hash?: string) =>
        (await prometheus.one(of(template, hash), time)).value;
      assert.ok((await ask('success-rate', gateway?.stable)) >= 0.95);
      assert.ok((await ask('success-rate', gateway?.canary)) < 0.95);
      assert.ok((await ask('p95-latency', gateway?.stable)) > 0);
      assert.deepEqual(
        await prometheus.vector(of('success-rate', 'nobody'), time),
        [],
      );

      await world.create(ANALYSIS_RUNS, {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'AnalysisRun',
        metadata: { name: 'judged' },
        spec: {
          metrics: [
            {
              name: 'success-rate',
              successCondition: 'len(result) > 0 && result[0] >= 0.95',
              failureCondition: 'len(result) > 0 && result[0] < 0.95',
              provider: metricProvider(
                world.target.prometheusUrl,
                of('success-rate', gateway?.canary),
              ),
            },
          ],
        },
      });
      const end = Date.now() + 90_000;
      let run = await world.api.get(ANALYSIS_RUNS, world.namespace, 'judged');
      while (at(run, 'status', 'phase') !== 'Failed') {
        assert.ok(Date.now() < end, JSON.stringify(run.status));
        await sleep(200);
        run = await world.api.get(ANALYSIS_RUNS, world.namespace, 'judged');
      }
      const measurement = at(
        run,
        'status',
        'metricResults',
        0,
        'measurements',
        0,
      );
      const values: unknown = JSON.parse(String(at(measurement, 'value')));
      assert.ok(Array.isArray(values) && values.length === 1);
      // Measured at a moment within these seconds: it lies among what they show.
      const moment = Date.parse(String(at(measurement, 'finishedAt'))) / 1_000;
      const [{ points }] = await prometheus.range(
        of('success-rate', gateway?.canary),
        { start: moment - 3, end: moment + 2, step: 0.1 },
      );
      const around = points.map(({ value }) => value);
      assert.ok(
        values[0] >= Math.min(...around) && values[0] <= Math.max(...around),
        `${values[0]} is not among ${around}`,
      );
    },
  ),
];
