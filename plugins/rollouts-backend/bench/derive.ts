/**
 * How dear it is to keep many rollouts derived. Run in this folder with
 * `node -r @backstage/cli/config/nodeTransform.cjs bench/derive.ts [rollouts]`.
 */
import { mockServices } from '@backstage/backend-test-utils';
import { fakeClusters } from '@slipway/plugin-clusters-node/testUtils';
import { fakeOwners } from '@slipway/plugin-owners-node/testUtils';
import { ROLLOUTS } from '@slipway/plugin-rollouts-common';
import { performance } from 'node:perf_hooks';
import {
  analysisRun,
  ANALYSIS_RUNS_KIND,
  CLUSTER,
  pod,
  PODS_KIND,
  REPLICA_SETS_KIND,
  replicaSet,
  rollout,
  ROLLOUTS_KIND,
} from '../src/__testUtils__/objects';
import { RolloutsService } from '../src/services/RolloutsService';
import { transitionsOf } from '../src/services/transitions';

const count = Number(process.argv[2] ?? 500);
const names = Array.from({ length: count }, (_, i) => `service-${i}`);
const REVISIONS = 10;
const PODS = 10;
const RUNS = 5;

const measurements = Array.from({ length: 20 }, () => ({
  phase: 'Successful',
  value: '[0.99]',
  startedAt: '2026-01-01T10:00:00Z',
  finishedAt: '2026-01-01T10:00:00Z',
}));

const clusters = fakeClusters({
  clusters: [{ name: CLUSTER }],
  objects: {
    [CLUSTER]: {
      [ROLLOUTS_KIND]: names.map(name => rollout({ name })),
      [REPLICA_SETS_KIND]: names.flatMap(name =>
        Array.from({ length: REVISIONS }, (_, i) =>
          replicaSet(`hash${i}`, i + 1, name),
        ),
      ),
      [PODS_KIND]: names.flatMap(name =>
        Array.from({ length: PODS }, (_, i) =>
          pod(`${name}-${i}`, `hash${REVISIONS - 1}`, name),
        ),
      ),
      [ANALYSIS_RUNS_KIND]: names.flatMap(name =>
        Array.from({ length: RUNS }, (_, i) =>
          analysisRun(
            `${name}-${i}`,
            {
              phase: 'Successful',
              completedAt: '2026-01-01T10:00:00Z',
              metricResults: [
                { name: 'success-rate', phase: 'Successful', measurements },
              ],
            },
            name,
          ),
        ),
      ),
    },
  },
});

const line = (what: string, milliseconds: number, of: number) =>
  process.stdout.write(
    `${what}: ${milliseconds.toFixed(1)} ms (${(
      (milliseconds * 1000) /
      of
    ).toFixed(1)} µs each)\n`,
  );

async function run() {
  const logger = mockServices.rootLogger();
  const owners = fakeOwners({
    clusters,
    entities: [],
    logger,
  });
  let start = performance.now();
  const rollouts = RolloutsService.create({ clusters, owners, logger });
  line(
    `${count} rollouts, ${count * REVISIONS} ReplicaSets, ${
      count * PODS
    } pods, ${count * RUNS} runs: caches and all summaries`,
    performance.now() - start,
    count,
  );

  const notified = new Promise<void>(resolve => {
    const end = rollouts.subscribe(({ type }) => {
      if (type !== 'owners') return;
      end();
      resolve();
    });
  });
  start = performance.now();
  await owners.refresh();
  await notified;
  line(
    'all summaries again (owners were read)',
    performance.now() - start,
    count,
  );

  const durations: number[] = [];
  for (let i = 0; i < 2000; i++) {
    const name = names[i % count];
    const heard = new Promise<number>(resolve => {
      const end = rollouts.subscribe(() => {
        end();
        resolve(performance.now());
      });
    });
    const began = performance.now();
    clusters.emit(
      CLUSTER,
      ROLLOUTS,
      rollout({ name, status: { readyReplicas: i } }),
    );
    durations.push((await heard) - began);
  }
  durations.sort((a, b) => a - b);
  process.stdout.write(
    `one change, from the cache to the listener: p50 ${durations[1000].toFixed(
      3,
    )} ms, p95 ${durations[1900].toFixed(3)} ms\n`,
  );

  start = performance.now();
  for (const name of names) {
    rollouts.detail({ cluster: CLUSTER, namespace: 'shop', name });
  }
  line('the whole detail of each', performance.now() - start, count);

  start = performance.now();
  for (const { key, summary } of rollouts.entries()) {
    transitionsOf(summary, rollouts.analysisRuns(key), {
      now: Date.now(),
      waitingAfterMs: 1,
    });
  }
  line('one sweep of transitions', performance.now() - start, count);
  rollouts.stop();
  owners.stop();
}

run();
