import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import {
  fakeLiveApi,
  FakeLiveApi,
  mockedApi,
  pageApis,
} from '@slipway/plugin-portal-react/testUtils';
import { ReactElement } from 'react';
import { Route, Routes } from 'react-router-dom';
import { ResilienceApi, resilienceApiRef } from '../api/ResilienceApi';
import { ResilienceRouter } from '../components/ResilienceRouter';
import { runsRouteRef } from '../routes';
import { at, checkAnswer, OFFERS, OPTIONS, RUN_ID } from './fixtures';
// Their code is there at once: a test does not wait until it is compiled.
import '../components/Launch/LaunchPage';
import '../components/Report/ReportPage';
import '../components/RunPage/RunPage';

const ALLOWED = { allowed: true } as const;

/** The service on which runs are made; olga owns it. */
export const ORDERS = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'order-service', namespace: 'default' },
  relations: [{ type: 'ownedBy', targetRef: 'user:default/olga' }],
};

/** A backend that allows everything; a test replaces what it is about. */
export function fakeResilienceApi(
  replaced: Partial<ResilienceApi> = {},
): jest.Mocked<ResilienceApi> {
  const api: ResilienceApi = {
    getOptions: async () => OPTIONS,
    getOffers: async () => OFFERS,
    check: async () => checkAnswer(),
    getPlaceAccess: async () => ({
      actions: {
        launch: ALLOWED,
        'save-design': ALLOWED,
        'delete-design': ALLOWED,
      },
    }),
    actOnPlace: async (_, action) => ({
      activityId: 'activity-1',
      action,
      message: `${action} was accepted.`,
      ...(action === 'launch' ? { runId: RUN_ID } : {}),
    }),
    askToLaunch: async () => ({}),
    getFile: async () => new Blob(['file']),
    getScore: async entityRef => ({
      score: {
        entityRef,
        at: at(0),
        because: ['No verdict in the last 180 days: there is no score.'],
        parts: [],
        inconclusive: 0,
      },
      course: [{ at: at(0) }],
    }),
    getRunAccess: async () => ({ actions: { stop: ALLOWED } }),
    stop: async () => ({
      activityId: 'activity-2',
      action: 'stop',
      message: 'Stop was accepted.',
    }),
    ...replaced,
  };
  return mockedApi(api);
}

/** Draws an element with a live stream and a backend that the test speaks for. */
export function renderWithApis(
  element: ReactElement,
  options: {
    path?: string;
    api?: jest.Mocked<ResilienceApi>;
    live?: FakeLiveApi;
  } = {},
) {
  const {
    path = '/',
    api = fakeResilienceApi(),
    live = fakeLiveApi(),
  } = options;
  const { toasts, apis } = pageApis(live);
  renderInTestApp(element, {
    initialRouteEntries: [path],
    mountedRoutes: {
      '/resilience/runs': runsRouteRef,
      '/catalog/:namespace/:kind/:name': entityRouteRef,
    },
    apis: [
      ...apis,
      [resilienceApiRef, api],
      [catalogApiRef, catalogApiMock({ entities: [ORDERS] })],
      mockApis.identity({
        userEntityRef: 'user:default/olga',
        ownershipEntityRefs: ['user:default/olga'],
      }),
    ],
  });
  return { api, live, toasts };
}

/** Draws the pages below `/resilience/runs`. */
export function renderPage(
  path: string,
  options: Omit<Parameters<typeof renderWithApis>[1], 'path'> = {},
) {
  return renderWithApis(
    <Routes>
      <Route path="/resilience/runs/*" element={<ResilienceRouter />} />
    </Routes>,
    { ...options, path },
  );
}
