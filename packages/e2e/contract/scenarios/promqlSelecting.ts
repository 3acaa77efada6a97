import assert from 'node:assert/strict';
import { measured, podsOf, WINDOW } from '../lib/metrics';
import { byLabels, keyOf } from '../lib/prometheus';
import { Scenario } from '../lib/scenario';
import { Traffic } from '../lib/traffic';

const sorted = (list: string[]) => [...list].sort();

export const promqlSelectingScenarios: Scenario[] = [
  measured(
    'instant',
    'An instant query gives each series once, at the time asked, however that is written',
    async ({ prometheus, inbound, time, workloads }) => {
      const query = inbound('request_total');
      const samples = await prometheus.vector(query, time);
      const revisions = workloads.flatMap(({ stable, canary }) =>
        canary ? [stable, canary] : [stable],
      );
      assert.deepEqual(
        sorted(samples.map(s => s.metric.rollouts_pod_template_hash)),
        sorted(revisions),
      );
      for (const sample of samples) {
        assert.equal(sample.metric.__name__, 'request_total');
        assert.equal(sample.time, time);
        assert.match(sample.text, /^\d+$/);
      }
      assert.equal(byLabels(samples).size, samples.length);
      const written = new Date(time * 1_000).toISOString();
      assert.deepEqual(
        await prometheus.data('query', { query, time: written }),
        await prometheus.data('query', { query, time: `${time}.000` }),
      );
    },
  ),
  measured(
    'range',
    'A range query is the instant query at each step',
    async ({ prometheus, inbound, time }) => {
      const query = inbound('request_total');
      const times = { start: time - 12, end: time, step: 5 };
      const series = await prometheus.range(query, times);
      assert.ok(series.length > 0);
      for (const step of [0, 1, 2]) {
        const moment = times.start + step * times.step;
        const instant = byLabels(await prometheus.vector(query, moment));
        assert.equal(instant.size, series.length);
        for (const { metric, points } of series) {
          assert.equal(points.length, 3);
          assert.equal(points[step].time, moment);
          assert.equal(points[step].value, instant.get(keyOf(metric)));
        }
      }
    },
  ),
  measured(
    'matchers',
    'What = and != select, and =~ and !~, is together all and has nothing in common',
    async ({ prometheus, of, time }) => {
      const ask = async (more: string) =>
        sorted(
          (await prometheus.vector(of('response_total', more), time)).map(
            ({ metric }) => keyOf(metric),
          ),
        );
      const all = await ask('');
      for (const [some, others] of [
        ['direction="inbound"', 'direction!="inbound"'],
        [
          'replicaset=~"api-.*|user-service-.*"',
          'replicaset!~"api-.*|user-service-.*"',
        ],
        // The destination is a label of outbound series only; without it its value is empty.
        ['dst_replicaset=""', 'dst_replicaset!=""'],
        ['dst_replicaset=~".+"', 'dst_replicaset!~".+"'],
      ]) {
        const [first, second] = [await ask(some), await ask(others)];
        assert.ok(first.length > 0 && second.length > 0, some);
        assert.deepEqual(sorted([...first, ...second]), all, some);
      }
      assert.deepEqual(
        await ask('replicaset=~"api"'),
        [],
        'regular expressions are anchored',
      );
      assert.deepEqual(await ask('replicaset=~"API-GATEWAY-.*"'), []);
      assert.deepEqual(
        await ask('direction="inbound",direction!="inbound"'),
        [],
      );
    },
  ),
  measured(
    'name',
    'The name is a label like others',
    async ({ prometheus, namespace, of, time }) => {
      assert.deepEqual(
        await prometheus.vector(
          `{__name__="request_total",namespace="${namespace}"}`,
          time,
        ),
        await prometheus.vector(of('request_total'), time),
      );
      const both = await prometheus.vector(
        `{__name__=~"request_total|response_total",namespace="${namespace}"}`,
        time,
      );
      assert.deepEqual(
        sorted([...new Set(both.map(({ metric }) => metric.__name__))]),
        ['request_total', 'response_total'],
      );
    },
  ),
  measured(
    'empty',
    'What selects nothing is a success with nothing',
    async ({ prometheus, of, time }) => {
      const nothing = of('request_total', 'replicaset="nobody"');
      for (const query of [
        nothing,
        `sum(${nothing})`,
        `rate(${nothing}${WINDOW})`,
        `histogram_quantile(0.95, sum by (le) (rate(${nothing}${WINDOW})))`,
        `${nothing} / ${of('request_total')}`,
      ]) {
        assert.deepEqual(await prometheus.vector(query, time), [], query);
        assert.deepEqual(
          await prometheus.range(query, {
            start: time - 10,
            end: time,
            step: 5,
          }),
          [],
          query,
        );
      }
      assert.equal(
        (await prometheus.one(`absent(${nothing})`, time)).text,
        '1',
      );
    },
  ),
  measured(
    'samples',
    'A range vector has the samples of its range, oldest first',
    async ({ prometheus, inbound, time }) => {
      const series = await prometheus.samples(
        `${inbound('request_total')}${WINDOW}`,
        time,
      );
      assert.ok(series.length > 0);
      for (const { points } of series) {
        assert.ok(points.length > 2);
        points.forEach((point, index) => {
          assert.ok(point.time >= time - Traffic.window.seconds);
          assert.ok(point.time <= time);
          if (index === 0) return;
          assert.ok(point.time > points[index - 1].time);
          assert.ok(point.value >= points[index - 1].value, 'a counter grows');
        });
      }
    },
  ),
  measured(
    'offset',
    'An offset is the query at that earlier time',
    async ({ prometheus, inbound, time }) => {
      const query = inbound('request_total');
      const shifted = await prometheus.vector(`${query} offset 7s`, time);
      assert.deepEqual(
        byLabels(shifted),
        byLabels(await prometheus.vector(query, time - 7)),
      );
      assert.ok(shifted.every(sample => sample.time === time));
      assert.deepEqual(
        byLabels(
          await prometheus.vector(`rate(${query}[10s] offset 7s)`, time),
        ),
        byLabels(await prometheus.vector(`rate(${query}[10s])`, time - 7)),
      );
      assert.deepEqual(
        byLabels(await prometheus.vector(`${query} offset -4s`, time - 4)),
        byLabels(await prometheus.vector(query, time)),
      );
    },
  ),
  measured(
    'lookback',
    'A sample holds for five minutes, a range does not look back',
    async ({ prometheus, inbound, time }) => {
      const query = inbound('request_total', podsOf('user-service'));
      const { value } = await prometheus.one(query, time);
      const later = await prometheus.one(query, time + 240);
      assert.ok(later.value >= value);
      assert.equal(later.time, time + 240);
      assert.deepEqual(await prometheus.vector(query, time + 3_600), []);
      assert.deepEqual(
        await prometheus.vector(`rate(${query}${WINDOW})`, time + 3_600),
        [],
      );
      const [{ points }] = await prometheus.samples(`${query}[1m]`, time);
      assert.equal(value, points[points.length - 1].value);
    },
  ),
];
