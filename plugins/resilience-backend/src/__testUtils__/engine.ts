import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { GoldenMetric } from '@slipway/plugin-metrics-common';
import {
  DesignSpec,
  RunDetail,
  RunSeries,
  Verdict,
} from '@slipway/plugin-resilience-common';
import Knex from 'knex';
import { DatabaseResilienceStore } from '../database/DatabaseResilienceStore';
import { PartDriver } from '../engine/PartDriver';
import { RunEngine } from '../engine/RunEngine';
import { Sampler } from '../engine/Sampler';
import { Targets } from '../services/Workloads';
import { FakeParts, workOf } from './fakeParts';

export const START = '2026-01-02T10:00:00.000Z';
export const RUN_ID = '11111111-1111-4111-8111-111111111111';

/** The time so many seconds after {@link START}. */
export const at = (seconds: number): string =>
  new Date(Date.parse(START) + seconds * 1000).toISOString();

/** 30 s of baseline, a fault of 30 s, 60 s of recovery; samples each 5 s over 10 s, three in a row. */
export const design = (changes: Partial<DesignSpec> = {}): DesignSpec => ({
  title: 'Lose a pod',
  hypothesis: {
    windowSeconds: 10,
    consecutive: 3,
    thresholds: [
      {
        id: 't1',
        metric: 'successRate',
        direction: 'atLeast',
        limit: { kind: 'absolute', value: 0.99 },
        expect: 'always',
      },
    ],
  },
  parts: [
    {
      id: 'kill',
      kind: 'fault',
      offer: 'one',
      title: 'Pod kill',
      args: {},
      startSeconds: 30,
      durationSeconds: 30,
    },
  ],
  baselineSeconds: 30,
  recoverySeconds: 60,
  stop: { byPercent: 10, forSeconds: 15 },
  ...changes,
});

/** A load of 120 s from the start. */
export const load = {
  id: 'load',
  kind: 'load',
  offer: 'one',
  title: 'Spike',
  args: {},
  startSeconds: 0,
  durationSeconds: 120,
} as const;

export const newRun = (
  spec: DesignSpec = design(),
  changes: Partial<RunDetail> = {},
): RunDetail => ({
  id: RUN_ID,
  entityRef: 'component:default/orders',
  cluster: 'gke',
  namespace: 'shop',
  workload: 'orders',
  environment: 'dev',
  title: spec.title,
  state: 'starting',
  startedBy: 'user:default/olga',
  createdAt: START,
  plannedEndAt: at(120),
  design: spec,
  parts: spec.parts.map(part => ({
    ...part,
    phase: 'waiting',
    state: 'waiting for its time',
    touches: [],
  })),
  sampleSeconds: 5,
  absences: [],
  canaries: [],
  ...changes,
});

/** Engines over one database with a clock that a test moves. */
export async function engineBench(
  options: {
    faults?: FakeParts;
    loads?: FakeParts;
    spec?: DesignSpec;
    environment?: RunDetail['environment'];
  } = {},
) {
  const faults = options.faults ?? new FakeParts('fault');
  const loads = options.loads ?? new FakeParts('load');
  const knex = Knex({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  });
  const store = await DatabaseResilienceStore.create({
    database: mockServices.database({ knex }),
  });
  const bench = {
    faults,
    loads,
    store,
    now: Date.parse(START),
    values: { successRate: 1 } as Partial<Record<GoldenMetric, number>>,
    targets: {
      all: { cluster: 'gke', namespace: 'shop', deployment: 'orders' },
    } as Targets,
    ended: [] as Array<{ run: RunDetail; verdict: Verdict }>,
    /** What a test does each second, before the step. */
    each: (_seconds: number) => {},
  };
  const logger = mockServices.logger.mock();
  const work = workOf(faults, loads);
  const newEngine = () =>
    new RunEngine({
      store,
      logger,
      driver: new PartDriver({ work, logger, now: () => bench.now }),
      sampler: new Sampler({
        workloads: { targets: () => bench.targets },
        metrics: {
          now: async () => {
            const of = (metric: GoldenMetric) => {
              const value = bench.values[metric];
              return value === undefined
                ? { state: 'no-traffic' as const, at: '', over: '10s' }
                : { state: 'measured' as const, value, at: '', over: '10s' };
            };
            return {
              successRate: of('successRate'),
              requestRate: of('requestRate'),
              latencyP50: of('latencyP50'),
              latencyP95: of('latencyP95'),
              latencyP99: of('latencyP99'),
            };
          },
        },
      }),
      onStep: () => {},
      onEnd: async (run, verdict) => {
        bench.ended.push({ run, verdict });
      },
      now: () => bench.now,
    });
  const engine = newEngine();
  const { spec = design(), environment = 'dev' } = options;
  const run = newRun(spec, { environment });
  engine.remember(run.id, mockCredentials.user('user:default/olga'));
  await store.open(engine.owner, run, engine.leaseMs);

  const series = async (): Promise<RunSeries> => {
    const found = await store.find(run.id);
    if (!found) throw new Error('The run is gone');
    return {
      run: found.detail,
      samples: await store.samples(run.id),
      ...(found.verdict ? { verdict: found.verdict } : {}),
    };
  };
  return Object.assign(bench, {
    engine,
    newEngine,
    series,
    /** Moves the clock to so many seconds after the start, one step each second. */
    async goTo(seconds: number, who: RunEngine = engine) {
      while (bench.now < Date.parse(START) + seconds * 1000) {
        bench.now += 1000;
        bench.each((bench.now - Date.parse(START)) / 1000);
        await who.tick();
        // Starts are not waited for.
        await new Promise(resolve => setImmediate(resolve));
      }
      return series();
    },
    close: () => knex.destroy(),
  });
}

/** A fault that has its effect at once, and ends after so many seconds. */
export function scripted(
  bench: Awaited<ReturnType<typeof engineBench>>,
  from: number,
  to: number,
) {
  bench.each = seconds => {
    if (seconds === from + 1) {
      bench.faults.setAll({
        phase: 'running',
        state: 'injected',
        effectiveAt: at(seconds),
      });
    }
    if (seconds === to) {
      bench.faults.setAll({
        phase: 'ended',
        state: 'recovered',
        outcome: 'completed',
        effectEndedAt: at(to),
      });
    }
  };
}
