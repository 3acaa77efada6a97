import {
  BlastRadius,
  ClusterKinds,
  FaultCore,
  FaultRow,
  TargetRecord,
} from '@slipway/plugin-chaos-common';

/** A network delay on order-service that runs; give what differs. */
export function fault(name = 'slow', over: Partial<FaultRow> = {}): FaultRow {
  return {
    ref: {
      cluster: 'eks-stage',
      namespace: 'ecommerce-stage',
      kind: 'NetworkChaos',
      name,
    },
    uid: `uid-${name}`,
    environment: { environment: 'stage', source: 'config-cluster' },
    entity: {
      state: 'bound',
      entityRef: 'component:default/order-service',
      by: 'workload-annotation',
    },
    action: 'delay',
    effect: 'Delays packets by 300ms',
    state: 'running',
    stateText: 'Running: 2 of 2 targets injected',
    targets: { selected: 2, injected: 2, recovered: 0, failing: 0 },
    oneShot: false,
    createdAt: '2026-03-02T12:00:00Z',
    duration: '2m',
    endsAt: '2099-03-02T12:02:00Z',
    startedBy: 'user:default/olga',
    purpose: 'game day',
    ...over,
  };
}

/** The same as its page has it. */
export function core(over: Partial<FaultCore> = {}): FaultCore {
  return {
    ...fault(),
    manifest: { kind: 'NetworkChaos', spec: { action: 'delay' } },
    seen: { uid: 'uid-slow' },
    touched: [
      { namespace: 'ecommerce-stage', workload: 'Rollout order-service' },
    ],
    ...over,
  };
}

/** A target that is injected. */
export const RECORD: TargetRecord = {
  id: 'ecommerce-stage/order-service-1',
  side: 'source',
  phase: 'Injected',
  injectedCount: 1,
  recoveredCount: 0,
  events: [
    {
      at: '2026-03-02T12:00:02Z',
      operation: 'Apply',
      outcome: 'Succeeded',
    },
  ],
};

/** A cluster in which network faults can be launched and JVM faults cannot. */
export const CLUSTERS: ClusterKinds[] = [
  {
    cluster: 'eks-stage',
    environment: { environment: 'stage', source: 'config-cluster' },
    allowActions: true,
    freshness: 'live',
    kinds: [
      {
        kind: 'NetworkChaos',
        state: 'installed',
        schema: {
          type: 'object',
          required: ['action', 'mode', 'selector'],
          properties: {
            action: { type: 'string', enum: ['delay', 'loss'] },
            device: { type: 'string' },
            duration: { type: 'string' },
            mode: { type: 'string', enum: ['one', 'all'] },
            remoteCluster: { type: 'string' },
            selector: {
              type: 'object',
              properties: {
                namespaces: { type: 'array', items: { type: 'string' } },
                nodes: { type: 'array', items: { type: 'string' } },
              },
            },
          },
        },
      },
      {
        kind: 'JVMChaos',
        state: 'not-installed',
        reason: 'the cluster has no CRD of JVMChaos',
      },
    ],
  },
];

/** What a delay would touch; give what differs. */
export function radius(over: Partial<BlastRadius> = {}): BlastRadius {
  return {
    kind: 'NetworkChaos',
    environment: { environment: 'stage', source: 'config-cluster' },
    effect: 'Delays packets by 300ms.',
    selections: [
      {
        path: 'spec',
        side: 'source',
        matched: [],
        matchedTotal: 2,
        picked: { least: 2, most: 2, text: 'all 2 pods that match' },
      },
    ],
    workloads: [
      {
        namespace: 'ecommerce-stage',
        workload: 'Rollout order-service',
        pods: 4,
        ready: 4,
        matched: 2,
        most: 2,
        canary: 1,
      },
    ],
    callers: [
      {
        entityRef: 'component:default/payment-service',
        title: 'payment-service',
        source: 'catalog',
      },
    ],
    unknown: ['Traffic could not be read: Prometheus does not answer.'],
    running: [
      {
        what: 'fault',
        title: 'another-fault',
        state: 'Running.',
        since: '2026-03-02T12:00:00Z',
      },
    ],
    problems: [],
    launchable: true,
    yaml: 'kind: NetworkChaos\n',
    command: 'kubectl create -f -',
    seen: { matched: ['ecommerce-stage/order-service-1'] },
    ...over,
  };
}
