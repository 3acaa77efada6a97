import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { PODS } from '@slipway/plugin-rollouts-common';
import { measured, near, podsOf, WINDOW } from '../lib/metrics';
import { byLabels, keyOf } from '../lib/prometheus';
import { Scenario } from '../lib/scenario';

export const promqlMatchingScenarios: Scenario[] = [
  measured(
    'comparison',
    'A comparison leaves out what does not hold; with bool it says 0 or 1 of each',
    async ({ prometheus, inbound, time }) => {
      const query = inbound('request_total');
      const all = await prometheus.vector(query, time);
      const limit = [...all].sort((a, b) => a.value - b.value)[1].value;
      const above = await prometheus.vector(`${query} > ${limit}`, time);
      assert.deepEqual(
        byLabels(above),
        byLabels(all.filter(({ value }) => value > limit)),
        'name and value stay',
      );
      const flagged = await prometheus.vector(`${query} > bool ${limit}`, time);
      assert.equal(flagged.length, all.length);
      assert.ok(flagged.every(({ metric }) => !('__name__' in metric)));
      assert.deepEqual(
        flagged.map(({ text }) => text).sort(),
        all.map(({ value }) => (value > limit ? '1' : '0')).sort(),
      );
      assert.equal((await prometheus.scalar('3 >= bool 3', time)).text, '1');
      assert.deepEqual(
        await prometheus.vector(`${query} == NaN`, time),
        [],
        'nothing equals NaN',
      );
      assert.match(
        await prometheus.refused(400, 'bad_data', 'query', { query: '1 > 2' }),
        /1:3: parse error: comparisons between scalars must use BOOL modifier$/,
      );
    },
  ),
  measured(
    'group',
    'Many series meet one by the labels named, and take labels of it',
    async ({ prometheus, of, inbound, time }) => {
      const calls = `rate(${of('request_total')}${WINDOW})`;
      const revisions = `sum by (replicaset) (${calls})`;
      const shares = await prometheus.vector(
        `${calls} / on (replicaset) group_left () ${revisions}`,
        time,
      );
      const total = new Map<string, number>();
      for (const { metric, value } of shares) {
        assert.ok(metric.direction, 'labels of the many stay');
        const { replicaset } = metric;
        total.set(replicaset, (total.get(replicaset) ?? 0) + value);
      }
      assert.equal(total.size, 5);
      assert.ok(shares.length > total.size);
      for (const share of total.values()) assert.ok(near(share, 1));
      assert.deepEqual(
        byLabels(
          await prometheus.vector(
            `${revisions} / on (replicaset) group_right () ${calls}`,
            time,
          ),
        ).size,
        shares.length,
      );
      const [named] = await prometheus.vector(
        `sum by (pod) (${inbound(
          'request_total',
          podsOf('user-service'),
        )}) * on (pod) group_left (replicaset) ${inbound('request_total')}`,
        time,
      );
      assert.match(named.metric.replicaset, /^user-service-/);
      const received = `rate(${inbound('request_total')}${WINDOW})`;
      const ignoring = await prometheus.vector(
        `sum by (replicaset, direction) (${received}) - ignoring (direction) sum by (replicaset) (${received})`,
        time,
      );
      assert.equal(ignoring.length, 5);
      assert.ok(ignoring.every(({ text }) => text === '0'));
    },
  ),
  measured(
    'many-to-many',
    'Series that do not meet one by one are an error that says so',
    async ({ prometheus, inbound, namespace, time }) => {
      const query = inbound('request_total', podsOf('api-gateway'));
      assert.match(
        await prometheus.refused(422, 'execution', 'query', {
          query: `${query} * on (namespace) ${query}`,
          time,
        }),
        new RegExp(
          `found duplicate series for the match group \\{namespace="${namespace}"\\} on the right hand-side of the operation: .*;many-to-many matching not allowed: matching labels must be unique on one side$`,
          's',
        ),
      );
      assert.match(
        await prometheus.refused(422, 'execution', 'query', {
          query: `${query} * on (namespace) sum by (namespace) (${query})`,
          time,
        }),
        /multiple matches for labels: many-to-one matching must be explicit \(group_left\/group_right\)$/,
      );
    },
  ),
  measured(
    'sets',
    'and, or and unless choose among series by their labels',
    async ({ prometheus, of, inbound, time }) => {
      const ask = async (query: string) =>
        (await prometheus.vector(query, time))
          .map(({ metric }) => keyOf(metric))
          .sort();
      const all = of('request_total');
      const some = inbound('request_total');
      const others = await ask(`${all} unless ${some}`);
      assert.deepEqual(await ask(`${all} and ${some}`), await ask(some));
      assert.deepEqual(
        others,
        await ask(of('request_total', 'direction!="inbound"')),
      );
      assert.deepEqual(await ask(`${some} or ${all}`), await ask(all));
      assert.deepEqual(
        await ask(`${all} and on (pod) ${some}`),
        await ask(all),
      );
      // As the product's success rate stands by zero.
      assert.equal(
        (
          await prometheus.one(
            `sum(${inbound('request_total', 'pod="nobody"')}) or vector(0)`,
            time,
          )
        ).text,
        '0',
      );
    },
  ),
  measured(
    'stale',
    'The series of a pod that is gone end at the next scrape; their past stays',
    async ({ prometheus }, world) => {
      const name = 'product-service';
      await world.create(PODS, {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, labels: { 'app.kubernetes.io/name': name } },
        spec: {
          containers: [{ name, image: 'example.test/product-service:1.0.0' }],
        },
      });
      const query = `request_total{namespace="${world.namespace}",direction="inbound"}`;
      const now = () => Date.now() / 1_000;
      const until = async (count: number) => {
        const end = Date.now() + 60_000;
        while ((await prometheus.vector(query, now())).length !== count) {
          assert.ok(Date.now() < end, `there are not ${count} series`);
          await sleep(300);
        }
        return now();
      };
      const there = await until(1);
      await world.api.delete(PODS, world.namespace, name);
      const gone = await until(0);
      assert.ok(gone - there < 240, 'long before five minutes have passed');
      assert.equal((await prometheus.vector(query, there)).length, 1);
      const [last] = await prometheus.vector(
        `last_over_time(${query}[5m])`,
        gone,
      );
      assert.equal(last.metric.pod, name);
      const [{ points }] = await prometheus.samples(`${query}[5m]`, gone);
      assert.equal(points[points.length - 1].value, last.value);
    },
  ),
];
