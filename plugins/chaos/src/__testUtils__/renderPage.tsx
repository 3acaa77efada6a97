import { toastApiRef, ToastApiMessage } from '@backstage/frontend-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import {
  liveApiRef,
  MetricsApi,
  metricsApiRef,
} from '@slipway/plugin-portal-react';
import {
  fakeLiveApi,
  FakeLiveApi,
} from '@slipway/plugin-portal-react/testUtils';
import { ReactElement } from 'react';
import { Route, Routes } from 'react-router-dom';
import { ChaosApi, chaosApiRef } from '../api/ChaosApi';
import { ChaosRouter } from '../components/ChaosRouter';
import { faultsRouteRef } from '../routes';
import { CLUSTERS, radius } from './fixtures';

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
  return {
    getKinds: jest.fn(api.getKinds),
    preview: jest.fn(api.preview),
    getLaunchAccess: jest.fn(api.getLaunchAccess),
    launch: jest.fn(api.launch),
    getFaultAccess: jest.fn(api.getFaultAccess),
    act: jest.fn(api.act),
    getHaltAccess: jest.fn(api.getHaltAccess),
    actOnAll: jest.fn(api.actOnAll),
  };
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
  const toasts: ToastApiMessage[] = [];
  renderInTestApp(element, {
    initialRouteEntries: [path],
    mountedRoutes: {
      '/resilience/faults': faultsRouteRef,
      '/catalog/:namespace/:kind/:name': entityRouteRef,
    },
    apis: [
      [liveApiRef, live],
      [chaosApiRef, api],
      [metricsApiRef, metrics],
      [catalogApiRef, catalogApiMock({ entities: [ORDERS] })],
      [
        toastApiRef,
        {
          post: (toast: ToastApiMessage) => {
            toasts.push(toast);
            return { close: () => {} };
          },
        },
      ],
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

/** jsdom lays nothing out: gives scrollers a size, so that virtual rows are drawn. */
export function giveElementsSize() {
  for (const [name, size] of [
    ['offsetHeight', 800],
    ['offsetWidth', 1200],
  ] as const) {
    Object.defineProperty(HTMLElement.prototype, name, {
      configurable: true,
      get: () => size,
    });
  }
}
