import { createMockDirectory } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { fakeApprovals } from '@slipway/plugin-approvals-node/testUtils';
import { fakeBreakGlass } from '@slipway/plugin-break-glass-node/testUtils';
import { EnvironmentRow, Operation } from '@slipway/plugin-environments-common';
import { agentTools, component, startPluginHarness } from '@slipway/test-utils';
import { setTimeout as sleep } from 'node:timers/promises';
import environmentsPlugin from '..';

export const API = '/api/environments/v1';

/** What a user fills in. */
export const REQUEST = {
  name: 'orders-try',
  cloud: 'local',
  size: 'small',
  owner: 'group:default/team-orders',
  services: { orders: { version: '1.4.0' } },
};

const environmentEntity = (name: string, owner: string): Entity => ({
  ...component(name, owner),
  kind: 'Resource',
});

/** The plugin with the simulated runner. */
export async function startEnvironments(
  directory: ReturnType<typeof createMockDirectory>,
  options: { environments?: object; request?: object } = {},
) {
  const approvals = fakeApprovals();
  const tools = agentTools();
  const harness = await startPluginHarness(environmentsPlugin, {
    entities: [
      {
        ...component('orders', 'team-orders'),
        spec: { type: 'service', owner: 'team-orders' },
      },
      environmentEntity('orders-try', 'team-orders'),
    ],
    config: {
      slipway: {
        environments: {
          directory: directory.resolve(`state-${Math.random()}`),
          clouds: { local: { runner: 'simulated' } },
          ...options.environments,
        },
      },
    },
    features: [approvals.factory, tools.factory, fakeBreakGlass().factory],
  });
  const olga = harness.as('olga');
  const read = async (): Promise<EnvironmentRow> =>
    (await olga.get(`${API}/environments/orders-try`)).body;
  return {
    ...harness,
    approvals,
    tools,
    read,
    create: (change: object = {}, user = 'olga') =>
      harness.as(user).post(`${API}/environments`, { ...REQUEST, ...change }),
    act: (action: string, body: object = {}, user = 'olga') =>
      harness
        .as(user)
        .post(`${API}/environments/orders-try/actions/${action}`, body),
    /** Waits until the latest operation has this state. */
    async until(state: Operation['state']): Promise<Operation> {
      for (;;) {
        const { body } = await olga.get(
          `${API}/environments/orders-try/operations`,
        );
        const [operation]: Operation[] = body;
        if (operation?.state === state) return operation;
        await sleep(25);
      }
    },
  };
}
