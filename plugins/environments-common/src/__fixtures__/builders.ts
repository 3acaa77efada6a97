import { newSteps } from '../operations/machine';
import { EnvironmentRow, Operation } from '../types';

export const NOW = '2026-11-30T12:00:00.000Z';

/** An environment that is ready, with changes. */
export function environment(
  change: Partial<EnvironmentRow> = {},
): EnvironmentRow {
  return {
    name: 'orders-try',
    cloud: 'local',
    size: 'small',
    tier: 'dev',
    owner: 'group:default/team-orders',
    services: { 'order-service': { version: '1.4.0' } },
    expiresAt: '2026-12-02T12:00:00.000Z',
    protected: false,
    entityRef: 'resource:default/orders-try',
    state: 'ready',
    reason: 'It is what its definition says.',
    runner: 'process',
    createdBy: 'user:default/olga',
    createdAt: NOW,
    updatedAt: NOW,
    appliedAt: NOW,
    outputs: { endpoints: {} },
    ...change,
  };
}

/** An operation with the steps of its kind. */
export function operation(change: Partial<Operation> = {}): Operation {
  const kind = change.kind ?? 'create';
  return {
    id: '5f0c2a5e-8f0e-4a44-9a8c-0a2f2f6a2b11',
    environment: 'orders-try',
    kind,
    state: 'planning',
    startedBy: 'user:default/olga',
    createdAt: NOW,
    steps: newSteps(kind),
    ...change,
  };
}
