import {
  ChangeKind,
  EnvironmentRow,
  newSteps,
  Operation,
  PlanSummary,
  PlanView,
  ResourceChange,
  Step,
} from '@slipway/plugin-environments-common';

export const NAME = 'orders-try';
export const OPERATION_ID = '5f0c2a5e-8f0e-4a44-9a8c-0a2f2f6a2b11';
export const HASH = 'ab'.repeat(32);
const HOUR = 3_600_000;

/** ISO time some hours from now. */
export const inHours = (hours: number): string =>
  new Date(Date.now() + hours * HOUR).toISOString();

/** An environment that is ready, with changes. */
export function environment(
  change: Partial<EnvironmentRow> = {},
): EnvironmentRow {
  return {
    name: NAME,
    cloud: 'local',
    size: 'small',
    tier: 'dev',
    owner: 'group:default/team-orders',
    services: { 'order-service': { version: '1.4.0' } },
    expiresAt: inHours(100),
    protected: false,
    entityRef: `resource:default/${NAME}`,
    state: 'ready',
    reason: 'It is what its definition says.',
    runner: 'process',
    createdBy: 'user:default/olga',
    createdAt: inHours(-3),
    updatedAt: inHours(-2),
    appliedAt: inHours(-2),
    outputs: {
      endpoints: { 'order-service': 'http://orders-try.localhost/' },
      namespace: 'env-orders-try',
      clusterName: 'gke-stage',
      quota: { cpu: '2', memory: '4Gi', pods: '20' },
      secretsPath: 'secret/environments/orders-try',
      costClass: 'low',
    },
    cluster: 'gke-stage',
    commit: '0123456789abcdef',
    ...change,
  };
}

export function plan(change: Partial<PlanSummary> = {}): PlanSummary {
  return {
    hash: HASH,
    counts: {
      create: 2,
      update: 1,
      replace: 0,
      delete: 1,
      read: 0,
      releases: 1,
    },
    destroys: ['local_file.old'],
    expiresAt: inHours(20),
    simulated: false,
    ...change,
  };
}

/** An operation whose plan waits, with changes. */
export function operation(change: Partial<Operation> = {}): Operation {
  const kind = change.kind ?? 'create';
  return {
    id: OPERATION_ID,
    environment: NAME,
    kind,
    state: 'waiting',
    startedBy: 'user:default/olga',
    createdAt: inHours(-1),
    steps: newSteps(kind).map(step => stepOf(step)),
    plan: plan(),
    ...change,
  };
}

/** The first two steps are done. */
function stepOf(step: Step): Step {
  return step.seq <= 2
    ? {
        ...step,
        state: 'succeeded',
        attempt: 1,
        startedAt: inHours(-1),
        endedAt: inHours(-0.9),
        command: 'terraform plan -input=false',
      }
    : step;
}

/** The environment as it is while its plan waits. */
export const waitingRow = (
  change: Partial<EnvironmentRow> = {},
): EnvironmentRow =>
  environment({
    state: 'waiting',
    reason: 'The plan is ready.',
    appliedAt: undefined,
    operation: {
      id: OPERATION_ID,
      kind: 'create',
      state: 'waiting',
      startedBy: 'user:default/olga',
      counts: plan().counts,
    },
    ...change,
  });

export function resource(
  address: string,
  change: ChangeKind,
  more: Partial<ResourceChange> = {},
): ResourceChange {
  return {
    address,
    type: 'local_file',
    change,
    attributes: [
      {
        path: 'content',
        before: { is: 'value', text: 'small' },
        after: { is: 'value', text: 'medium' },
        forcesReplacement: false,
      },
    ],
    leftOut: 0,
    ...more,
  };
}

export function planView(change: Partial<PlanView> = {}): PlanView {
  return {
    summary: plan(),
    resources: [
      resource('local_file.old', 'delete', {
        reason: 'it is no longer in the configuration',
        attributes: [
          {
            path: 'content',
            before: { is: 'value', text: 'precious' },
            after: { is: 'absent' },
            forcesReplacement: false,
          },
        ],
      }),
      resource('terraform_data.size', 'update'),
      resource('module.kms.local_file.key', 'create', {
        attributes: [
          {
            path: 'id',
            before: { is: 'absent' },
            after: { is: 'unknown' },
            forcesReplacement: false,
          },
          {
            path: 'token',
            before: { is: 'absent' },
            after: { is: 'sensitive' },
            forcesReplacement: false,
          },
        ],
      }),
    ],
    outputs: [
      {
        name: 'namespace',
        change: 'create',
        before: { is: 'absent' },
        after: { is: 'value', text: 'env-orders-try' },
      },
    ],
    drift: [],
    releases: [
      {
        name: 'order-service',
        namespace: 'env-orders-try',
        kind: 'Rollout',
        change: 'added',
        added: 90,
        removed: 0,
      },
    ],
    ...change,
  };
}
