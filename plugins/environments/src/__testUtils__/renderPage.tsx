import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { environmentActions } from '@slipway/plugin-environments-common';
import {
  fakeLiveApi,
  FakeLiveApi,
  mockedApi,
  pageApis,
} from '@slipway/plugin-portal-react/testUtils';
import { ReactElement } from 'react';
import { Route, Routes } from 'react-router-dom';
import { EnvironmentsApi, environmentsApiRef } from '../api/EnvironmentsApi';
import { EnvironmentsRouter } from '../components/EnvironmentsRouter';
import { environmentsRouteRef } from '../routes';
import { planView } from './fixtures';
// Its code is there at once: a test does not wait until it is compiled.
import '../components/EnvironmentPage/EnvironmentPage';

/** A backend that allows everything; a test replaces what it is about. */
export function fakeEnvironmentsApi(
  replaced: Partial<EnvironmentsApi> = {},
): jest.Mocked<EnvironmentsApi> {
  const api: EnvironmentsApi = {
    getOptions: async () => ({
      clouds: [{ cloud: 'local', runner: 'process' }],
      sizes: [],
      services: [
        {
          name: 'order-service',
          title: 'Order service',
          versions: ['1.5.0', '1.4.0'],
        },
        { name: 'cart', title: 'Cart', versions: ['2.0.1'] },
      ],
      owners: [],
      ttl: { defaultHours: 72, maxHours: 240 },
    }),
    getAccess: async () => ({
      actions: Object.fromEntries(
        environmentActions.map(({ name }) => [name, { allowed: true }]),
      ),
    }),
    getOperations: async () => [],
    getPlan: async () => planView(),
    getLog: async () => ({ text: 'Refreshing state\n', next: 17, ended: true }),
    act: async (name, action) => ({
      activityId: 'activity-1',
      action,
      message: `${action} of ${name} was accepted.`,
    }),
    ask: async () => ({}),
    ...replaced,
  };
  return mockedApi(api);
}

/** Draws an element with a live stream and a backend that the test speaks for. */
export function renderWithApis(
  element: ReactElement,
  options: {
    path?: string;
    api?: jest.Mocked<EnvironmentsApi>;
    live?: FakeLiveApi;
  } = {},
) {
  const {
    path = '/',
    api = fakeEnvironmentsApi(),
    live = fakeLiveApi(),
  } = options;
  const { toasts, apis } = pageApis(live);
  renderInTestApp(element, {
    initialRouteEntries: [path],
    mountedRoutes: {
      '/environments': environmentsRouteRef,
      '/catalog/:namespace/:kind/:name': entityRouteRef,
    },
    apis: [
      ...apis,
      [environmentsApiRef, api],
      mockApis.identity({
        userEntityRef: 'user:default/olga',
        ownershipEntityRefs: ['user:default/olga', 'group:default/team-orders'],
      }),
    ],
  });
  return { api, live, toasts };
}

/** Draws the pages below `/environments`. */
export function renderPage(
  path: string,
  options: Omit<Parameters<typeof renderWithApis>[1], 'path'> = {},
) {
  return renderWithApis(
    <Routes>
      <Route path="/environments/*" element={<EnvironmentsRouter />} />
    </Routes>,
    { ...options, path },
  );
}
