import {
  CheckAnswer,
  DesignSpec,
  OptionsAnswer,
  RunDetail,
  RunPart,
  RunRow,
  Sample,
  Verdict,
} from '@slipway/plugin-resilience-common';
import { PartOffer } from '@slipway/plugin-work-common';

export const ENTITY_REF = 'component:default/order-service';
export const RUN_ID = '11111111-1111-4111-8111-111111111111';

/** Start of the runs of the fixtures. */
export const START = '2026-01-02T10:00:00.000Z';
/** The time so many seconds after {@link START}. */
export const at = (seconds: number): string =>
  new Date(Date.parse(START) + seconds * 1000).toISOString();

/** One minute of baseline, half a minute of a fault, two minutes of recovery, with load all the time. */
export function design(changes: Partial<DesignSpec> = {}): DesignSpec {
  return {
    title: 'Lose a pod under load',
    workload: 'order-service',
    hypothesis: {
      windowSeconds: 30,
      consecutive: 3,
      thresholds: [
        {
          id: 't1',
          metric: 'successRate',
          direction: 'atLeast',
          limit: { kind: 'absolute', value: 0.99 },
          expect: 'always',
        },
        {
          id: 't2',
          metric: 'latencyP95',
          direction: 'atMost',
          limit: { kind: 'baseline', percent: 150 },
          expect: 'recovers',
        },
      ],
    },
    parts: [
      {
        id: 'p1',
        kind: 'load',
        offer: 'load',
        title: 'Steady load',
        args: { users: 20 },
        startSeconds: 0,
        durationSeconds: 200,
      },
      {
        id: 'p2',
        kind: 'fault',
        offer: 'pod-kill',
        title: 'Pod kill',
        args: {},
        startSeconds: 60,
        durationSeconds: 30,
      },
    ],
    baselineSeconds: 60,
    recoverySeconds: 120,
    stop: { byPercent: 50, forSeconds: 30 },
    ...changes,
  };
}

export function runRow(changes: Partial<RunRow> = {}): RunRow {
  return {
    id: RUN_ID,
    entityRef: ENTITY_REF,
    cluster: 'eks-stage',
    namespace: 'ecommerce',
    environment: 'stage',
    title: 'Lose a pod under load',
    workload: 'order-service',
    state: 'finished',
    startedBy: 'user:default/olga',
    createdAt: START,
    plannedEndAt: at(210),
    endedAt: at(210),
    parts: design().parts.map(({ id, kind, offer, title }) => ({
      id,
      kind,
      offer,
      title,
    })),
    verdict: { outcome: 'pass', reason: 'Every threshold held.', final: true },
    ...changes,
  };
}

export function runParts(changes: Partial<RunPart> = {}): RunPart[] {
  const [load, fault] = design().parts;
  return [
    {
      ...load,
      phase: 'ended',
      state: 'finished',
      outcome: 'completed',
      startedAt: at(0),
      effectiveAt: at(4),
      effectEndedAt: at(204),
      touches: ['order-service with 20 users'],
      path: '/resilience/load/1',
    },
    {
      ...fault,
      phase: 'ended',
      state: 'recovered',
      outcome: 'completed',
      startedAt: at(60),
      effectiveAt: at(62),
      effectEndedAt: at(93),
      touches: ['1 of 4 pods of order-service'],
      path: '/resilience/faults/1',
      ...changes,
    },
  ];
}

export function runDetail(changes: Partial<RunDetail> = {}): RunDetail {
  const { parts: _, verdict: __, ...row } = runRow();
  return {
    ...row,
    design: design(),
    parts: runParts(),
    sampleSeconds: 10,
    injectedAt: at(62),
    faultEndedAt: at(93),
    absences: [],
    canaries: [],
    ...changes,
  };
}

/** Samples each 10 s; `empty` has no traffic. */
export function sample(seq: number, empty = false): Sample {
  return {
    seq,
    at: at(seq * 10),
    all: empty
      ? { values: {}, empty: { successRate: 'no traffic' } }
      : {
          values: {
            successRate: 1,
            requestRate: 20,
            latencyP95: 80 + seq,
          },
          empty: {},
        },
  };
}

const window = (median: number) => ({ samples: 6, empty: 0, median });

export function verdict(changes: Partial<Verdict> = {}): Verdict {
  return {
    outcome: 'pass',
    final: true,
    reasons: ['Every threshold held as expected.'],
    thresholds: [
      {
        thresholdId: 't1',
        revision: 'all',
        outcome: 'pass',
        limit: 0.99,
        figures: { before: window(1), during: window(0.995), after: window(1) },
        broken: [],
        reason: 'Held: success rate at least 99 %.',
      },
      {
        thresholdId: 't2',
        revision: 'all',
        outcome: 'pass',
        limit: 126,
        figures: {
          before: window(84),
          during: { samples: 0, empty: 3 },
          after: window(85),
        },
        broken: [],
        reason: 'Held: p95 latency at most 150 % of the baseline.',
      },
    ],
    recovery: [
      {
        revision: 'all',
        state: 'within',
        seconds: 17,
        at: at(110),
        watchedSeconds: 117,
        consecutive: 3,
        everySeconds: 10,
        windowSeconds: 30,
        reason: 'Recovered after 17 s.',
      },
    ],
    samples: {
      baseline: { full: 6, empty: 0 },
      inject: { full: 3, empty: 0 },
      recover: { full: 10, empty: 2 },
    },
    ...changes,
  };
}

export const OFFERS: PartOffer[] = [
  {
    kind: 'load',
    id: 'load',
    title: 'Steady load',
    help: 'A load that stays the same.',
    schema: {
      type: 'object',
      properties: { users: { type: 'integer', title: 'Users' } },
    },
    defaults: { users: 20 },
    durationSeconds: 200,
  },
  {
    kind: 'fault',
    id: 'pod-kill',
    title: 'Pod kill',
    help: 'Kills a pod.',
    schema: { type: 'object', properties: {} },
    defaults: {},
    durationSeconds: 30,
  },
  {
    kind: 'fault',
    id: 'clock-skew',
    title: 'Clock skew',
    help: 'Sets the clock.',
    schema: { type: 'object', properties: {} },
    defaults: {},
    durationSeconds: 60,
    unavailable: 'TimeChaos is not installed in eks-stage',
  },
];

export const OPTIONS: OptionsAnswer = {
  places: [
    {
      cluster: 'gke-prod',
      namespace: 'ecommerce',
      environment: 'prod',
      workloads: ['order-service'],
    },
    {
      cluster: 'eks-stage',
      namespace: 'ecommerce',
      environment: 'stage',
      workloads: ['order-service'],
    },
  ],
  missing: [],
  limits: {
    maxDurationSeconds: 3600,
    minBaselineSeconds: 30,
    minRecoverySeconds: 30,
    maxParts: 10,
    sampleSeconds: 10,
  },
  suggested: design(),
};

/** A check in which nothing is wrong. */
export function checkAnswer(changes: Partial<CheckAnswer> = {}): CheckAnswer {
  return {
    problems: [],
    refusals: [],
    warnings: ['A canary is under way.'],
    parts: [
      {
        partId: 'p1',
        check: {
          refusals: [],
          warnings: [],
          touches: ['order-service with 20 users'],
          durationSeconds: 200,
        },
      },
      {
        partId: 'p2',
        check: {
          refusals: [],
          warnings: [],
          touches: ['1 of 4 pods of order-service'],
          durationSeconds: 30,
          equivalent: 'kind: PodChaos',
        },
      },
    ],
    timeline: { spans: [], parts: [], lanes: 2, endSeconds: 210 },
    ...changes,
  };
}
