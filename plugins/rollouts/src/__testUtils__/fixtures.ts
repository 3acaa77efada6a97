import { GoldenMetrics, Measurement } from '@slipway/plugin-metrics-common';
import {
  AnalysisRunView,
  EventView,
  PodView,
  RevisionView,
  RolloutAccess,
  RolloutActionName,
  RolloutCore,
  RolloutDetail,
  RolloutSummary,
  StepView,
} from '@slipway/plugin-rollouts-common';

/** The time at which all fixtures play. */
export const NOW = '2026-03-02T12:00:00Z';

const minutesAgo = (minutes: number) =>
  new Date(Date.parse(NOW) - minutes * 60_000).toISOString();

/** A healthy rollout of `name`; give what differs. */
export function summary(
  name = 'order-service',
  over: Partial<RolloutSummary> = {},
): RolloutSummary {
  return {
    ref: { cluster: 'gke-prod', namespace: 'ecommerce', name },
    uid: `uid-${name}`,
    resourceVersion: '1000',
    environment: { environment: 'prod', source: 'config-cluster' },
    entity: {
      state: 'bound',
      entityRef: `component:default/${name}`,
      by: 'workload-annotation',
    },
    ownerRef: 'group:default/team-orders',
    strategy: 'canary',
    phase: 'Healthy',
    message: '',
    phaseSince: minutesAgo(60),
    aborted: false,
    manuallyPaused: false,
    pauses: [],
    stepIndex: 7,
    stepCount: 7,
    setWeight: 100,
    actualWeight: 100,
    serving: {
      source: 'pods',
      shares: [
        {
          role: 'stable',
          podTemplateHash: 'aaa111',
          revision: 41,
          percent: 100,
        },
      ],
    },
    trafficRouted: false,
    replicas: { desired: 6, current: 6, updated: 6, ready: 6, available: 6 },
    stableImage: `registry.internal/shop/${name}:1.8.2`,
    canaryImage: `registry.internal/shop/${name}:1.8.2`,
    images: [
      {
        name: 'app',
        image: `registry.internal/shop/${name}:1.8.2`,
        init: false,
      },
    ],
    currentPodHash: 'aaa111',
    stableHash: 'aaa111',
    revision: 41,
    inProgress: false,
    differsFromGit: false,
    createdAt: minutesAgo(60 * 24 * 30),
    ...over,
  };
}

/** order-service while its canary waits at step 4 of 7 for a user. */
export function waitingSummary(
  name = 'order-service',
  over: Partial<RolloutSummary> = {},
): RolloutSummary {
  return summary(name, {
    phase: 'Paused',
    message: 'CanaryPauseStep',
    phaseSince: minutesAgo(12),
    pauses: [{ reason: 'CanaryPauseStep', startedAt: minutesAgo(12) }],
    stepIndex: 3,
    setWeight: 40,
    actualWeight: 38,
    serving: {
      source: 'pods',
      shares: [
        {
          role: 'stable',
          podTemplateHash: 'aaa111',
          revision: 41,
          percent: 62,
        },
        {
          role: 'canary',
          podTemplateHash: 'bbb222',
          revision: 42,
          percent: 38,
        },
      ],
    },
    canaryImage: `registry.internal/shop/${name}:1.9.0`,
    images: [
      {
        name: 'app',
        image: `registry.internal/shop/${name}:1.9.0`,
        init: false,
      },
    ],
    imageChanges: [
      {
        container: 'app',
        init: false,
        from: `registry.internal/shop/${name}:1.8.2`,
        to: `registry.internal/shop/${name}:1.9.0`,
      },
    ],
    currentPodHash: 'bbb222',
    revision: 42,
    inProgress: true,
    replicas: { desired: 6, current: 10, updated: 4, ready: 10, available: 10 },
    attention: {
      reason: 'waiting-for-user',
      severity: 'warning',
      summary: 'The canary waits for a user.',
      since: minutesAgo(12),
    },
    ...over,
  });
}

/** payment-service after a failed analysis. */
export function abortedSummary(
  name = 'payment-service',
  over: Partial<RolloutSummary> = {},
): RolloutSummary {
  return waitingSummary(name, {
    phase: 'Degraded',
    message: `RolloutAborted: Rollout aborted update to revision 42: Step-based analysis phase error/failed`,
    phaseSince: minutesAgo(5),
    pauses: [],
    aborted: true,
    abortedAt: minutesAgo(5),
    stepIndex: 0,
    setWeight: 0,
    actualWeight: 0,
    serving: {
      source: 'pods',
      shares: [
        {
          role: 'stable',
          podTemplateHash: 'aaa111',
          revision: 41,
          percent: 100,
        },
      ],
    },
    attention: {
      reason: 'aborted',
      severity: 'error',
      summary: 'Aborted: all traffic is on revision 41 (stable).',
      since: minutesAgo(5),
    },
    ...over,
  });
}

const step = (index: number, over: Partial<StepView>): StepView => ({
  index,
  type: 'setWeight',
  label: '',
  state: 'upcoming',
  ...over,
});

/** The steps of ux.md; step 4 is current. */
export function steps(): StepView[] {
  return [
    step(0, { label: '20 %', weight: 20, state: 'done' }),
    step(1, { type: 'pause', label: 'pause', state: 'done' }),
    step(2, { label: '40 %', weight: 40, state: 'done' }),
    step(3, { type: 'pause', label: 'pause', state: 'waiting' }),
    step(4, { label: '60 %', weight: 60 }),
    step(5, { type: 'pause', label: 'pause 10m', pauseSeconds: 600 }),
    step(6, { label: '100 %', weight: 100 }),
  ];
}

/** Core of a canary that waits at step 4. */
export function core(over: Partial<RolloutCore> = {}): RolloutCore {
  return {
    ...waitingSummary(),
    specPaused: false,
    controllerPause: true,
    promoteFull: false,
    observed: true,
    pauseConditions: true,
    steps: steps(),
    conditions: [],
    selector: 'app=order-service',
    updateRules: {
      progressDeadlineAbort: false,
      restartsAtOnce: 1,
      dynamicStableScale: false,
    },
    containers: [
      {
        name: 'app',
        image: 'registry.internal/shop/order-service:1.9.0',
        init: false,
      },
    ],
    ...over,
  };
}

/** One revision; `41` is stable. */
export function revision(
  number: number,
  over: Partial<RevisionView> = {},
): RevisionView {
  return {
    uid: `rs-${number}`,
    name: `order-service-${number}`,
    revision: number,
    podTemplateHash: `hash${number}`,
    tags: [],
    health: 'ScaledDown',
    replicas: { desired: 0, ready: 0, available: 0 },
    containers: [
      {
        name: 'app',
        image: `registry.internal/shop/order-service:1.${number}.0`,
        init: false,
      },
    ],
    createdAt: minutesAgo(60 * (50 - number)),
    ...over,
  };
}

export function pod(
  name: string,
  revisionUid: string,
  over: Partial<PodView> = {},
): PodView {
  return {
    uid: `pod-${name}`,
    name,
    revisionUid,
    status: 'Running',
    ready: '1/1',
    restarts: 0,
    node: 'node-1',
    createdAt: minutesAgo(30),
    terminating: false,
    ...over,
  };
}

/** A run on success-rate whose second measurement failed. */
export function analysisRun(
  over: Partial<AnalysisRunView> = {},
): AnalysisRunView {
  const measured = (minutes: number, value: number, ok: boolean) => ({
    phase: ok ? ('Successful' as const) : ('Failed' as const),
    value: `[${value}]`,
    numbers: [value],
    startedAt: minutesAgo(minutes),
    finishedAt: minutesAgo(minutes),
  });
  return {
    uid: 'run-1',
    name: 'order-service-42-4',
    type: 'Step',
    stepIndex: 3,
    revision: 42,
    podTemplateHash: 'bbb222',
    phase: 'Failed',
    verdict:
      'success-rate failed: 2 measurements failed, 1 is allowed. The last was 0.91, the limit is >= 0.95.',
    startedAt: minutesAgo(10),
    finishedAt: minutesAgo(7),
    terminating: false,
    metrics: [
      {
        name: 'success-rate',
        phase: 'Failed',
        successCondition: 'result[0] >= 0.95',
        limits: [{ kind: 'success', operator: '>=', value: 0.95 }],
        failureLimit: 1,
        inconclusiveLimit: 0,
        consecutiveErrorLimit: 4,
        counts: { successful: 1, failed: 2, inconclusive: 0, error: 0 },
        count: 4,
        interval: '30s',
        provider: 'prometheus',
        query: 'sum(rate(response_total{classification="success"}[1m]))',
        dryRun: false,
        measurements: [
          measured(10, 0.99, true),
          measured(9, 0.93, false),
          measured(8, 0.91, false),
        ],
      },
    ],
    ...over,
  };
}

export function event(over: Partial<EventView> = {}): EventView {
  return {
    uid: 'event-1',
    type: 'Normal',
    reason: 'RolloutPaused',
    message: 'Rollout is paused (CanaryPauseStep)',
    count: 1,
    firstAt: minutesAgo(12),
    lastAt: minutesAgo(12),
    objectKind: 'Rollout',
    objectName: 'order-service',
    ...over,
  };
}

/** order-service with stable revision 41 and canary 42 waiting at step 4. */
export function detail(over: Partial<RolloutDetail> = {}): RolloutDetail {
  return {
    core: core(),
    revisions: [
      revision(42, {
        podTemplateHash: 'bbb222',
        tags: ['canary'],
        health: 'Healthy',
        replicas: { desired: 4, ready: 4, available: 4 },
      }),
      revision(41, {
        podTemplateHash: 'aaa111',
        tags: ['stable'],
        health: 'Healthy',
        replicas: { desired: 6, ready: 6, available: 6 },
      }),
      revision(40),
    ],
    pods: [
      pod('order-service-42-a', 'rs-42'),
      pod('order-service-42-b', 'rs-42', {
        status: 'CrashLoopBackOff',
        ready: '0/1',
        restarts: 3,
      }),
      pod('order-service-41-a', 'rs-41'),
    ],
    analysisRuns: [analysisRun({ phase: 'Running', verdict: undefined })],
    events: [event()],
    ...over,
  };
}

const ACTIONS: RolloutActionName[] = [
  'promote',
  'promote-full',
  'skip-step',
  'pause',
  'resume',
  'abort',
  'retry',
  'restart',
  'undo',
  'set-image',
  'terminate-analysis',
];

/** Access of an owner, or with a reason, of somebody who may do nothing. */
export function access(refusal?: string): RolloutAccess {
  return {
    entity: {
      state: 'bound',
      entityRef: 'component:default/order-service',
      by: 'workload-annotation',
    },
    ownerRef: 'group:default/team-orders',
    actions: Object.fromEntries(
      ACTIONS.map(action => [
        action,
        refusal ? { allowed: false, reason: refusal } : { allowed: true },
      ]),
    ) as RolloutAccess['actions'],
  };
}

export const measured = (value: number): Measurement => ({
  state: 'measured',
  value,
  at: NOW,
  over: '1m',
});

/** Golden metrics with a success rate, p95 in ms and req/s. */
export function goldenMetrics(
  successRate: Measurement = measured(0.992),
  latencyP95: Measurement = measured(131),
  requestRate: Measurement = measured(52.4),
): GoldenMetrics {
  return {
    successRate,
    requestRate,
    latencyP50: measured(40),
    latencyP95,
    latencyP99: measured(210),
  };
}
