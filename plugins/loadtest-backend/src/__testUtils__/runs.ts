import {
  MasterSample,
  MasterStatus,
  RunDetail,
} from '@slipway/plugin-loadtest-common';
import { RunPlan } from '../runners/types';

export const RUN_ID = '11111111-1111-4111-8111-111111111111';
export const CREATED = '2026-01-02T10:00:00.000Z';

const CURVE = {
  points: [
    { at: 0, users: 0 },
    { at: 0, users: 10 },
    { at: 60, users: 10 },
  ],
  phases: [{ name: 'Hold', from: 0, to: 60 }],
  durationSeconds: 60,
  peakUsers: 10,
};
const CLASSES = [
  { name: 'Reader', weight: 1, pacingSeconds: 1, requestsPerTask: 1 },
];

export const runDetail = (changes: Partial<RunDetail> = {}): RunDetail => ({
  id: RUN_ID,
  entityRef: 'component:default/orders',
  suite: 'Orders',
  profile: 'load',
  runner: 'local',
  environment: 'dev',
  cluster: 'gke',
  namespace: 'shop',
  targetUrl: 'http://orders.shop:8300',
  state: 'starting',
  startedBy: 'user:default/olga',
  createdAt: CREATED,
  endsBy: '2026-01-02T10:03:00.000Z',
  peakUsers: 10,
  durationSeconds: 60,
  curve: CURVE,
  warmUpSeconds: 0,
  userClasses: CLASSES,
  thresholds: [
    {
      id: '1',
      metric: { kind: 'percentile', quantile: 0.95 },
      direction: 'atMost',
      limit: 400,
      windowSeconds: 10,
      stopOnBreach: true,
    },
  ],
  workersWanted: 1,
  hasReport: false,
  ...changes,
});

export const runPlan = (changes: Partial<RunPlan> = {}): RunPlan => ({
  id: RUN_ID,
  runner: 'local',
  cluster: 'gke',
  namespace: 'shop',
  url: 'http://orders.shop:8300',
  points: CURVE.points,
  userClasses: CLASSES,
  workers: 1,
  peakUsers: 10,
  sampleSeconds: 2,
  deadlineSeconds: 200,
  locustfile: '# none',
  actor: {
    userEntityRef: 'user:default/olga',
    ownershipEntityRefs: ['user:default/olga', 'group:default/team-orders'],
  },
  ...changes,
});

/** Samples of ten users, two seconds apart, with 100 requests of `ms` in each. */
export function masterSamples(count: number, ms = 100): MasterSample[] {
  return Array.from({ length: count }, (_, index) => ({
    seq: index + 1,
    at: (index + 1) * 2,
    users: 10,
    wantedUsers: 10,
    workers: 1,
    missingWorkers: 0,
    maxCpuPercent: 20,
    entries: [
      {
        method: 'GET',
        name: '/orders',
        requests: (index + 1) * 100,
        failures: 0,
        sumMs: (index + 1) * 100 * ms,
        minMs: ms,
        maxMs: ms,
        times: { [ms]: (index + 1) * 100 },
      },
    ],
  }));
}

/** What a master answers that has taken these samples. */
export const masterStatus = (
  samples: MasterSample[],
  changes: Partial<MasterStatus> = {},
): MasterStatus => ({
  protocol: 1,
  run: RUN_ID,
  locust: '2.47.0',
  significantDigits: 3,
  sampleSeconds: 2,
  state: 'running',
  startedAt: Date.parse(CREATED) / 1000,
  finished: false,
  complete: false,
  workers: [
    {
      id: 'worker-1',
      state: 'running',
      users: 10,
      cpuPercent: 20,
      memoryBytes: null,
    },
  ],
  errors: [],
  samples,
  lastSeq: samples[samples.length - 1]?.seq ?? 0,
  ...changes,
});
