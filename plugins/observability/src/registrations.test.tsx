import {
  Registration,
  registrationsTopic,
  WorkloadRegistration,
} from '@slipway/plugin-observability-common';
import { topicRequest } from '@slipway/plugin-live-common';
import { act, screen, within } from '@testing-library/react';
import { comparisonSentence } from './lib/registrations';
import { ENTITY_REF, renderTab } from './__testUtils__/renderTab';

const REQUEST = topicRequest(registrationsTopic, { entityRef: ENTITY_REF });
const HERE = { cluster: 'gke', namespace: 'shop', workload: 'orders' };

const registration = (
  name: string,
  state: Registration['state'],
  changes: Partial<Registration> = {},
): Registration => ({
  name,
  state,
  since: '2026-01-15T13:30:00.000Z',
  status: 'UP',
  ip: '10.0.0.1',
  port: 8080,
  ...changes,
});
type Eureka = NonNullable<WorkloadRegistration['eureka']>;
const eureka = (changes: Partial<Eureka>): Eureka => ({
  app: 'orders',
  strangers: [],
  graceSeconds: 30,
  ...changes,
});

async function show(
  items: WorkloadRegistration[],
  annotations: Record<string, string> = {},
) {
  const page = renderTab({ annotations });
  await screen.findByRole('button', { name: 'Registrations and health' });
  await screen.findByRole('status', { name: 'Loading registrations' });
  act(() =>
    page.live.snapshot(
      REQUEST,
      Object.fromEntries(
        items.map(one => [
          `${one.cluster}/${one.namespace}/${one.workload}`,
          one,
        ]),
      ),
    ),
  );
  return page;
}

it('names what has drifted, with the grace period', async () => {
  await show([
    {
      ...HERE,
      eureka: eureka({
        strangers: ['legacy'],
        comparison: {
          verdict: 'drift',
          registrations: [
            registration('orders-1', 'pod-gone'),
            registration('orders-2', 'in-step'),
          ],
          selfPreservation: { expired: 1 },
        },
      }),
      health: [
        { group: 'liveness', status: 'UP' },
        { group: 'readiness', status: 'DOWN', failing: ['db'] },
      ],
    },
    {
      ...HERE,
      cluster: 'aks',
      eureka: eureka({
        comparison: {
          verdict: 'absent',
          registrations: [registration('orders-9', 'not-registered')],
        },
      }),
    },
  ]);
  expect(await screen.findByText('Drift')).toBeVisible();
  expect(screen.getByText('orders-1: pod is gone.')).toBeVisible();
  const table = screen.getByRole('table', { name: 'Registrations' });
  expect(
    within(table).getByRole('row', {
      name: /^orders-1 Pod is gone.*10\.0\.0\.1:8080/,
    }),
  ).toBeVisible();
  expect(screen.getByText(/less than 30 s is no drift yet/)).toBeVisible();
  expect(
    screen.getByText(/no workload of the catalog: legacy\./),
  ).toBeVisible();
  expect(screen.getByText(/probably in self-preservation/)).toBeVisible();
  expect(
    within(screen.getByRole('table', { name: 'Health groups' })).getByRole(
      'row',
      { name: 'readiness DOWN not UP: db' },
    ),
  ).toBeVisible();
  expect(screen.getByRole('list', { name: 'Elsewhere' })).toHaveTextContent(
    'aks/shop/orders: unknown to eureka',
  );
});

it('says unknown, and why, where Eureka does not answer', async () => {
  await show([
    {
      ...HERE,
      eureka: eureka({ unknown: 'Eureka of gke does not answer.' }),
      health: [{ group: 'liveness', reason: 'It does not answer.' }],
    },
  ]);
  expect(
    await screen.findByText('Eureka of gke does not answer.'),
  ).toBeVisible();
  expect(screen.getByText('It does not answer.')).toBeVisible();
  expect(screen.queryByRole('table', { name: 'Registrations' })).toBeNull();
});

it('says where nothing is configured', async () => {
  await show([]);
  expect(await screen.findByText('slipway.clusters.gke.eureka')).toBeVisible();
  expect(screen.getByText('slipway.clusters.gke.health')).toBeVisible();
});

it('says that a service does not register', async () => {
  await show([], { 'slipway.io/eureka-app': 'none' });
  expect(
    await screen.findByText(/does not register with Eureka/),
  ).toBeVisible();
});

it.each([
  ['no-pods', [], 'There is neither a pod nor a registration of orders.'],
  [
    'absent',
    ['not-registered'],
    'Eureka does not know orders, and there are pods that are ready.',
  ],
  ['in-step', ['in-step'], 'All 1 pods are registered as orders and UP.'],
  [
    'starting',
    ['starting', 'leaving'],
    'Pods start or end; what differs is within the grace period.',
  ],
  [
    'starting',
    ['leaving'],
    'Pods end; their registrations may stay for the grace period.',
  ],
  [
    'drift',
    ['not-up', 'pod-not-ready', 'starting'],
    'not-up: not up, pod-not-ready: pod not ready.',
  ],
] as const)('a comparison that is %s of %j', (verdict, states, sentence) => {
  expect(
    comparisonSentence('orders', {
      verdict,
      registrations: states.map(state => registration(state, state)),
    }),
  ).toBe(sentence);
});
