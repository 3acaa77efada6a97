import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { MetricsApi, metricsApiRef } from '@slipway/plugin-portal-react';
import {
  fakeLiveApi,
  FakeLiveApi,
  mockedApi,
  pageApis,
} from '@slipway/plugin-portal-react/testUtils';
import { ReactElement } from 'react';
import { Route, Routes } from 'react-router-dom';
import { ChaosApi, chaosApiRef } from '../api/ChaosApi';
import { ChaosRouter } from '../components/ChaosRouter';
import { faultsRouteRef } from '../routes';
import { CLUSTERS, radius } from './fixtures';
// Their code is there at once: a test does not wait until it is compiled.
import '../components/FaultPage/FaultPage';
import '../components/Launch/LaunchPage';

const ALLOWED = { allowed: true } as const;

/** The service on which faults are launched. */
export const ORDERS = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'order-service',
    namespace: 'default',
    annotations: { 'backstage.io/kubernetes-id': 'order-service' },
  },
};

/** A backend that allows everything; a test replaces what it is about. */
export function fakeChaosApi(
  replaced: Partial<ChaosApi> = {},
): jest.Mocked<ChaosApi> {
  const answer = async (action: string) => ({
    activityId: 'activity-1',
    action,
    message: `${action} was accepted.`,
  });
  const api: ChaosApi = {
    getKinds: async () => CLUSTERS,
    preview: async () => radius(),
    getLaunchAccess: async () => ({ actions: { launch: ALLOWED } }),
    launch: () => answer('launch'),
    askToLaunch: async () => ({}),
    getFaultAccess: async () => ({
      actions: {
        pause: ALLOWED,
        resume: ALLOWED,
        abort: ALLOWED,
        stop: ALLOWED,
        release: ALLOWED,
      },
    }),
    act: (_ref, action) => answer(action),
    getHaltAccess: async () => ({ actions: { halt: ALLOWED, lift: ALLOWED } }),
    actOnAll: action => answer(action),
    ...replaced,
  };
  return mockedApi(api);
}

/** Draws an element with a live stream and a backend that the test speaks for. */
export function renderWithApis(
  element: ReactElement,
  options: {
    path?: string;
    api?: jest.Mocked<ChaosApi>;
    live?: FakeLiveApi;
    metrics?: MetricsApi;
  } = {},
) {
  const {
    path = '/',
    api = fakeChaosApi(),
    live = fakeLiveApi(),
    metrics = { getGolden: async () => ({ series: [] }) },
  } = options;
  const { toasts, apis } = pageApis(live);
  renderInTestApp(element, {
    initialRouteEntries: [path],
    mountedRoutes: {
      '/resilience/faults': faultsRouteRef,
      '/catalog/:namespace/:kind/:name': entityRouteRef,
    },
    apis: [
      ...apis,
      [chaosApiRef, api],
      [metricsApiRef, metrics],
      [catalogApiRef, catalogApiMock({ entities: [ORDERS] })],
      mockApis.identity({ userEntityRef: 'user:default/olga' }),
    ],
  });
  return { api, live, toasts };
}

/** Draws the pages below `/resilience/faults`. */
export function renderPage(
  path: string,
  options: Omit<Parameters<typeof renderWithApis>[1], 'path'> = {},
) {
  return renderWithApis(
    <Routes>
      <Route path="/resilience/faults/*" element={<ChaosRouter />} />
    </Routes>,
    { ...options, path },
  );
}
