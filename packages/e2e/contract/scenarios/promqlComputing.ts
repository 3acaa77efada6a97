import assert from 'node:assert/strict';
import { measured, near, podsOf, WINDOW } from '../lib/metrics';
import { byLabels, keyOf, numberOf, Sample } from '../lib/prometheus';
import { Scenario } from '../lib/scenario';
import { Traffic } from '../lib/traffic';

const sum = (values: Iterable<number>) =>
  [...values].reduce((total, value) => total + value, 0);

const labelsOf = ({ metric }: Sample) => Object.keys(metric).sort();

/** Values of a query by its labels without the metric's name. */
const unnamed = (samples: Sample[]) =>
  byLabels(
    samples.map(({ metric: { __name__, ...metric }, ...rest }) => ({
      ...rest,
      metric,
    })),
  );

export const promqlComputingScenarios: Scenario[] = [
  measured(
    'rate',
    'increase is rate times its range, and what the samples grew by, carried on to its ends',
    async ({ prometheus, inbound, time }) => {
      const query = `${inbound('request_total')}${WINDOW}`;
      const rates = byLabels(await prometheus.vector(`rate(${query})`, time));
      const increases = byLabels(
        await prometheus.vector(`increase(${query})`, time),
      );
      const series = await prometheus.samples(query, time);
      assert.equal(rates.size, series.length);
      for (const {
        metric: { __name__, ...metric },
        points,
      } of series) {
        const [first, last] = [points[0], points[points.length - 1]];
        const sampled = last.time - first.time;
        const apart = sampled / (points.length - 1);
        const rate = rates.get(keyOf(metric));
        const increase = increases.get(keyOf(metric));
        assert.ok(rate !== undefined && increase !== undefined);
        assert.ok(near(increase, rate * Traffic.window.seconds));
        const grown = last.value - first.value;
        assert.ok(grown > 0, 'there is traffic');
        assert.ok(increase >= grown, `${increase} < ${grown}`);
        const most = Math.min(
          Traffic.window.seconds,
          sampled + 2 * 1.1 * apart,
        );
        assert.ok(increase <= ((grown * most) / sampled) * (1 + 1e-6));
      }
      const irates = byLabels(await prometheus.vector(`irate(${query})`, time));
      for (const {
        metric: { __name__, ...metric },
        points,
      } of series) {
        const [before, last] = points.slice(-2);
        const irate = irates.get(keyOf(metric));
        assert.ok(irate !== undefined);
        assert.ok(
          near(
            irate,
            (last.value - before.value) / (last.time - before.time),
            1e-6,
          ),
        );
      }
    },
  ),
  measured(
    'few-samples',
    'Without two samples in the range there is no rate, and no zero',
    async ({ prometheus, inbound, time }) => {
      const query = inbound('request_total', podsOf('user-service'));
      const [{ points }] = await prometheus.samples(`${query}[1m]`, time);
      const last = points[points.length - 1].time;
      // Samples are two seconds apart: a range of one second ends with this one alone.
      const [{ points: alone }] = await prometheus.samples(
        `${query}[1s]`,
        last,
      );
      assert.equal(alone.length, 1);
      for (const call of ['rate', 'increase', 'irate']) {
        assert.deepEqual(
          await prometheus.vector(`${call}(${query}[1s])`, last),
          [],
          call,
        );
      }
      assert.deepEqual(
        await prometheus.vector(`sum(rate(${query}[1s]))`, last),
        [],
      );
      assert.equal(
        (await prometheus.one(`sum(rate(${query}[1s])) or vector(0)`, last))
          .text,
        '0',
      );
    },
  ),
  measured(
    'sum',
    'A sum by labels has these labels and is the sum of its parts; without is by all others',
    async ({ prometheus, of, time }) => {
      const query = `rate(${of('response_total')}${WINDOW})`;
      const parts = await prometheus.vector(query, time);
      const byOwner = await prometheus.vector(
        `sum by (replicaset, direction) (${query})`,
        time,
      );
      for (const group of byOwner) {
        assert.deepEqual(labelsOf(group), ['direction', 'replicaset']);
        const members = parts.filter(
          ({ metric }) =>
            metric.replicaset === group.metric.replicaset &&
            metric.direction === group.metric.direction,
        );
        assert.ok(near(group.value, sum(members.map(({ value }) => value))));
      }
      const total = await prometheus.one(`sum(${query})`, time);
      assert.deepEqual(total.metric, {});
      assert.ok(near(total.value, sum(byOwner.map(s => s.value))));
      assert.deepEqual(
        byOwner,
        await prometheus.vector(
          `sum(${query}) by (replicaset, direction)`,
          time,
        ),
        'by may stand behind',
      );
      const without = await prometheus.vector(
        `sum without (pod, status_code, classification) (${query})`,
        time,
      );
      for (const { metric } of without) {
        assert.ok(!('pod' in metric) && !('status_code' in metric));
        assert.ok(!('__name__' in metric) && 'replicaset' in metric);
      }
      assert.ok(near(total.value, sum(without.map(({ value }) => value))));
      const absent = await prometheus.vector(
        `sum by (no_such_label) (${query})`,
        time,
      );
      assert.deepEqual(
        absent.map(({ metric }) => metric),
        [{}],
      );
    },
  ),
  measured(
    'aggregates',
    'avg times count is sum, and lies between min and max',
    async ({ prometheus, inbound, time }) => {
      const query = inbound('request_total');
      const ask = async (call: string) =>
        (await prometheus.one(`${call}(${query})`, time)).value;
      const [total, mean, least, most, count] = await Promise.all(
        ['sum', 'avg', 'min', 'max', 'count'].map(ask),
      );
      const values = (await prometheus.vector(query, time)).map(s => s.value);
      assert.deepEqual(
        [total, least, most, count],
        [sum(values), Math.min(...values), Math.max(...values), values.length],
      );
      assert.ok(near(mean * count, total));
      assert.ok(least <= mean && mean <= most);
    },
  ),
  measured(
    'quantile',
    'A quantile lies in its bucket, where a straight line through the bucket has it',
    async ({ prometheus, inbound, time }) => {
      const rates = `sum by (le) (rate(${inbound(
        'response_latency_ms_bucket',
        podsOf('api-gateway'),
      )}${WINDOW}))`;
      const buckets = (await prometheus.vector(rates, time))
        .map(({ metric, value }) => ({ le: numberOf(metric.le), value }))
        .sort((a, b) => a.le - b.le);
      buckets.slice(1).forEach(({ value }, index) => {
        assert.ok(value >= buckets[index].value, 'buckets are cumulative');
      });
      const all = buckets[buckets.length - 1];
      assert.equal(all.le, Infinity);
      const count = await prometheus.one(
        `sum(rate(${inbound(
          'response_latency_ms_count',
          podsOf('api-gateway'),
        )}${WINDOW}))`,
        time,
      );
      assert.ok(near(all.value, count.value, 1e-6));
      let before = 0;
      for (const quantile of [0.1, 0.5, 0.9, 0.95, 0.99]) {
        const { value, metric } = await prometheus.one(
          `histogram_quantile(${quantile}, ${rates})`,
          time,
        );
        assert.deepEqual(metric, {});
        const rank = quantile * all.value;
        const index = buckets.findIndex(bucket => bucket.value >= rank);
        const lower = buckets[index - 1] ?? { le: 0, value: 0 };
        const upper = buckets[index];
        const inside = (rank - lower.value) / (upper.value - lower.value);
        assert.ok(
          near(value, lower.le + (upper.le - lower.le) * inside, 1e-6),
          `${quantile}: ${value} in ${lower.le} to ${upper.le}`,
        );
        assert.ok(value >= before, 'a higher quantile is not lower');
        before = value;
      }
      const ask = async (q: string) =>
        (await prometheus.one(`histogram_quantile(${q}, ${rates})`, time)).text;
      assert.deepEqual(
        [await ask('-1'), await ask('2'), await ask('NaN')],
        ['-Inf', '+Inf', 'NaN'],
      );
    },
  ),
  measured(
    'arithmetic',
    'Arithmetic drops the name, joins series with equal labels and leaves out what has no partner',
    async ({ prometheus, of, inbound, time }) => {
      const requests = inbound('request_total');
      const before = unnamed(await prometheus.vector(requests, time));
      const doubled = await prometheus.vector(`${requests} * 2 + 1`, time);
      assert.ok(doubled.every(({ metric }) => !('__name__' in metric)));
      assert.deepEqual(
        byLabels(doubled),
        new Map([...before].map(([key, value]) => [key, value * 2 + 1])),
      );
      const mean = await prometheus.vector(
        `${inbound('response_latency_ms_sum')} / ${inbound(
          'response_latency_ms_count',
        )}`,
        time,
      );
      const sums = unnamed(
        await prometheus.vector(inbound('response_latency_ms_sum'), time),
      );
      const counts = unnamed(
        await prometheus.vector(inbound('response_latency_ms_count'), time),
      );
      assert.equal(mean.length, sums.size);
      for (const { metric, value } of mean) {
        const key = keyOf(metric);
        assert.ok(near(value, (sums.get(key) ?? 0) / (counts.get(key) ?? 0)));
      }
      // Only inbound series have a partner here.
      assert.deepEqual(
        byLabels(
          await prometheus.vector(`${of('request_total')} - ${requests}`, time),
        ),
        new Map([...before.keys()].map(key => [key, 0])),
      );
      assert.deepEqual(
        await prometheus.vector(`${requests} / ${of('response_total')}`, time),
        [],
        'labels differ',
      );
      assert.equal(
        (await prometheus.scalar('2 + 3 * 2 ^ 3 ^ 0 - -1 % 2', time)).text,
        '9',
      );
    },
  ),
  measured(
    'infinite',
    'A division by zero is +Inf, -Inf or NaN, written as a string, and no error',
    async ({ prometheus, inbound, time }) => {
      const query = inbound('request_total', podsOf('user-service'));
      const ask = async (text: string) =>
        (await prometheus.one(text, time)).text;
      assert.deepEqual(
        [
          await ask(`${query} / 0`),
          await ask(`-${query} / 0`),
          await ask(`0 * ${query} / 0`),
          await ask(`sum(${query} / 0)`),
        ],
        ['+Inf', '-Inf', 'NaN', '+Inf'],
      );
      assert.equal((await prometheus.scalar('1 / 0', time)).text, '+Inf');
      assert.equal((await prometheus.scalar('0 / 0', time)).text, 'NaN');
      const [{ points }] = await prometheus.range('1 / 0', {
        start: time - 5,
        end: time,
        step: 5,
      });
      assert.deepEqual(
        points.map(({ text }) => text),
        ['+Inf', '+Inf'],
      );
    },
  ),
];
