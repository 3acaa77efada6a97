import {
  ComparedRun,
  RunDetail,
  RunRow,
  SamplePoint,
  Suite,
  TargetOffer,
  Threshold,
  Verdict,
} from '@slipway/plugin-loadtest-common';
import { ValidSuite } from '../lib/launchChoice';

export const ENTITY_REF = 'component:default/order-service';
export const RUN_ID = '6d6a7a0e-97c5-4a6e-9d3c-0b5f1f1f0001';

export const P95: Threshold = {
  id: '0',
  metric: { kind: 'percentile', quantile: 0.95 },
  direction: 'atMost',
  limit: 300,
  windowSeconds: 10,
  stopOnBreach: true,
};

export const SUITE: Suite = {
  name: 'order-service',
  locustfile: 'locustfile.py',
  userClasses: [
    { name: 'Buyer', weight: 3, pacingSeconds: 2, requestsPerTask: 2 },
    { name: 'Reader', weight: 1, pacingSeconds: 1, requestsPerTask: 1 },
  ],
  targets: [],
  profiles: [
    {
      name: 'load',
      warmUpSeconds: 10,
      curve: {
        points: [
          { at: 0, users: 0 },
          { at: 10, users: 20 },
          { at: 60, users: 20 },
        ],
        phases: [
          { name: 'Ramp up', from: 0, to: 10 },
          { name: 'Hold', from: 10, to: 60 },
        ],
        durationSeconds: 60,
        peakUsers: 20,
      },
    },
    {
      name: 'spike',
      warmUpSeconds: 10,
      curve: {
        points: [
          { at: 0, users: 10 },
          { at: 20, users: 10 },
          { at: 22, users: 80 },
          { at: 40, users: 80 },
        ],
        phases: [
          { name: 'Before', from: 0, to: 20 },
          { name: 'Spike', from: 20, to: 40 },
        ],
        durationSeconds: 40,
        peakUsers: 80,
      },
    },
  ],
  thresholds: [P95],
};

/** A target as a launch sees it; nothing speaks against it unless said. */
export function offer(
  cluster: string,
  environment: TargetOffer['environment'],
  rest: Partial<TargetOffer> = {},
): TargetOffer {
  return {
    target: {
      environment,
      cluster,
      namespace: 'ecommerce',
      url: `http://order-service.ecommerce:8300`,
    },
    environment,
    runners: [
      { runner: 'kubernetes' },
      { runner: 'local', reason: 'Not configured.' },
    ],
    limits: {
      maxUsers: 200,
      maxDurationSeconds: 600,
      where: 'dev',
      workerUsers: 1000,
    },
    refused: [],
    workers: [
      { profile: 'load', count: 1 },
      { profile: 'spike', count: 2 },
    ],
    ...rest,
  };
}

export const ANSWER: ValidSuite = {
  state: 'valid',
  suite: SUITE,
  hash: 'hash-1',
  targets: [
    offer('gke-prod', 'prod', {
      refused: [
        {
          profile: 'spike',
          reason: 'In prod at most 50 users: the spike has 80.',
        },
      ],
    }),
    offer('eks-stage', 'stage'),
  ],
};

/** A run that is on its way. */
export function run(rest: Partial<RunRow> = {}): RunRow {
  return {
    id: RUN_ID,
    entityRef: ENTITY_REF,
    suite: 'order-service',
    profile: 'spike',
    runner: 'kubernetes',
    environment: 'stage',
    cluster: 'eks-stage',
    namespace: 'ecommerce',
    targetUrl: 'http://order-service.ecommerce:8300',
    state: 'running',
    startedBy: 'user:default/olga',
    createdAt: '2026-11-28T10:00:00.000Z',
    startedAt: '2026-11-28T10:00:10.000Z',
    endsBy: '2026-11-28T10:02:00.000Z',
    peakUsers: 80,
    durationSeconds: 40,
    now: { users: 40, wantedUsers: 80, requestsPerSecond: 52.4 },
    ...rest,
  };
}

export function runDetail(rest: Partial<RunDetail> = {}): RunDetail {
  return {
    ...run(),
    curve: SUITE.profiles[1].curve,
    warmUpSeconds: 10,
    userClasses: SUITE.userClasses,
    thresholds: [P95],
    workersWanted: 2,
    locustVersion: '2.47.0',
    hasReport: false,
    ...rest,
  };
}

export function sample(
  seq: number,
  rest: Partial<SamplePoint> = {},
): SamplePoint {
  return {
    seq,
    at: seq * 2,
    wantedUsers: 80,
    users: 40,
    workers: 2,
    missingWorkers: 0,
    offeredPerSecond: 80,
    requestsPerSecond: 52.4,
    failuresPerSecond: 0.524,
    p95: 281,
    windowRequests: 500,
    ...rest,
  };
}

export const FAILED: Verdict = {
  outcome: 'fail',
  final: true,
  reasons: ['p95 at most 300 ms in every 10 s was broken.'],
  requests: 2000,
  thresholds: [
    {
      threshold: P95,
      outcome: 'fail',
      measured: 412,
      at: 30,
      windows: { judged: 20, breached: 3, tooFew: 1 },
      requests: 2000,
      reason: '3 of 20 windows were over the limit.',
    },
  ],
};

/** A run in a comparison, with the samples and figures of a whole run. */
export function compared(
  id: string,
  rest: Partial<ComparedRun> = {},
): ComparedRun {
  return {
    run: run({ id, state: 'finished', now: undefined }),
    window: { from: 0, to: 40 },
    points: [sample(1), sample(20)],
    total: {
      endpoint: 'All requests',
      requests: 2000,
      failures: 0,
      requestsPerSecond: 50,
      p95: 281,
    },
    endpoints: [],
    generator: [],
    warmUpSeconds: 10,
    ...rest,
  };
}
