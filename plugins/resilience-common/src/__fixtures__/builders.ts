import { GoldenMetric } from '@slipway/plugin-metrics-common';
import {
  DesignSpec,
  PartDesign,
  Reading,
  RunDetail,
  RunPart,
  Sample,
  Threshold,
} from '../types';

export const part = (changes: Partial<PartDesign> = {}): PartDesign => ({
  id: 'p1',
  kind: 'fault',
  offer: 'pod-kill',
  title: 'Pod kill',
  args: {},
  startSeconds: 60,
  durationSeconds: 30,
  ...changes,
});

export const threshold = (changes: Partial<Threshold> = {}): Threshold => ({
  id: 't1',
  metric: 'successRate',
  direction: 'atLeast',
  limit: { kind: 'absolute', value: 0.99 },
  expect: 'always',
  ...changes,
});

/** One minute of baseline, half a minute of a fault, two minutes of recovery. */
export const design = (changes: Partial<DesignSpec> = {}): DesignSpec => ({
  title: 'Lose a pod',
  hypothesis: {
    windowSeconds: 30,
    consecutive: 3,
    thresholds: [threshold()],
  },
  parts: [part()],
  baselineSeconds: 60,
  recoverySeconds: 120,
  ...changes,
});

/** Start of the runs of the fixtures. */
export const START = '2026-01-02T10:00:00.000Z';

/** The time so many seconds after {@link START}. */
export const at = (seconds: number): string =>
  new Date(Date.parse(START) + seconds * 1000).toISOString();

export const runPart = (changes: Partial<RunPart> = {}): RunPart => ({
  ...part(),
  phase: 'ended',
  state: 'recovered',
  ref: 'ref-1',
  startedAt: at(60),
  effectiveAt: at(60),
  effectEndedAt: at(90),
  outcome: 'completed',
  touches: ['1 of 4 pods of orders'],
  path: '/resilience/faults/1',
  ...changes,
});

/** A run that went to its planned end: injected from 60 s to 90 s, watched until 210 s. */
export const runDetail = (changes: Partial<RunDetail> = {}): RunDetail => ({
  id: '11111111-1111-4111-8111-111111111111',
  entityRef: 'component:default/orders',
  cluster: 'gke',
  namespace: 'shop',
  environment: 'dev',
  title: 'Lose a pod',
  workload: 'orders',
  state: 'finished',
  startedBy: 'user:default/olga',
  createdAt: START,
  plannedEndAt: at(210),
  endedAt: at(210),
  design: design(),
  parts: [runPart()],
  sampleSeconds: 10,
  injectedAt: at(60),
  faultEndedAt: at(90),
  absences: [],
  canaries: [],
  ...changes,
});

/** A reading with figures of a healthy service. */
export const reading = (
  values: Partial<Record<GoldenMetric, number>> = {},
): Reading => ({
  values: {
    successRate: 1,
    requestRate: 20,
    latencyP50: 20,
    latencyP95: 80,
    latencyP99: 120,
    ...values,
  },
  empty: {},
});

export const noTraffic: Reading = {
  values: {},
  empty: { successRate: 'no traffic', latencyP95: 'no traffic' },
};

/** Samples each 10 s from 10 s to 210 s; `of` gives the reading at a time, healthy unless it does. */
export const samplesOf = (
  of: (seconds: number) => Reading | Partial<Sample> | undefined = () =>
    undefined,
  to = 210,
): Sample[] =>
  Array.from({ length: to / 10 }, (_, index) => {
    const seconds = (index + 1) * 10;
    const given = of(seconds);
    const base = { seq: index + 1, at: at(seconds) };
    if (given && 'values' in given) return { ...base, all: given };
    return { ...base, all: reading(), ...given };
  });
