import { randomUUID } from 'node:crypto';
import {
  EnvironmentRow,
  newSteps,
  Operation,
} from '@slipway/plugin-environments-common';

export const START = '2026-11-30T12:00:00.000Z';

/** An environment whose first plan is being made, with changes. */
export function environment(
  change: Partial<EnvironmentRow> = {},
): EnvironmentRow {
  const name = change.name ?? 'orders-try';
  return {
    name,
    cloud: 'local',
    size: 'small',
    tier: 'dev',
    owner: 'group:default/team-orders',
    services: { 'order-service': { version: '1.4.0' } },
    expiresAt: '2026-12-02T12:00:00.000Z',
    protected: false,
    entityRef: `resource:default/${name}`,
    state: 'planning',
    reason: 'Its plan is being made.',
    runner: 'process',
    createdBy: 'user:default/olga',
    createdAt: START,
    updatedAt: START,
    outputs: { endpoints: {} },
    ...change,
  };
}

/** An operation that was just started, with changes. */
export function operation(change: Partial<Operation> = {}): Operation {
  const kind = change.kind ?? 'create';
  return {
    id: randomUUID(),
    environment: 'orders-try',
    kind,
    state: 'planning',
    startedBy: 'user:default/olga',
    createdAt: START,
    steps: newSteps(kind),
    ...change,
  };
}
