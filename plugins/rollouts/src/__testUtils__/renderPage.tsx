import { ToastApiMessage } from '@backstage/frontend-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  BreakGlassApi,
  breakGlassApiRef,
  MetricsApi,
  metricsApiRef,
} from '@slipway/plugin-portal-react';
import {
  fakeLiveApi,
  FakeLiveApi,
  pageApis,
} from '@slipway/plugin-portal-react/testUtils';
import { ReactElement } from 'react';
import { Route, Routes } from 'react-router-dom';
import { rolloutsApiRef } from '../api/RolloutsApi';
import { RolloutsRouter } from '../components/RolloutsRouter';
import { rolloutsRouteRef } from '../routes';
import { fakeRolloutsApi } from './fakeRolloutsApi';
// Their code is there at once: a test does not wait until it is compiled.
import '../components/RolloutDetail/RolloutPage';

/** The user who looks: olga of team-orders. */
export const OLGA = {
  userEntityRef: 'user:default/olga',
  ownershipEntityRefs: ['user:default/olga', 'group:default/team-orders'],
};

/** What a test speaks for, and the toasts that were shown. */
export interface TestPage {
  api: ReturnType<typeof fakeRolloutsApi>;
  live: FakeLiveApi;
  toasts: ToastApiMessage[];
}

const refuse = async () => {
  throw new Error('this test breaks no glass');
};
const NO_BREAK_GLASS: BreakGlassApi = { open: refuse, end: refuse };
const NO_METRICS: MetricsApi = { getGolden: async () => ({ series: [] }) };

/** Draws an element in a test app with a live stream and a backend that the test speaks for. */
export function renderWithApis(
  element: ReactElement,
  options: {
    path?: string;
    api?: ReturnType<typeof fakeRolloutsApi>;
    live?: FakeLiveApi;
    breakGlass?: BreakGlassApi;
    metrics?: MetricsApi;
  } = {},
): TestPage {
  const { path = '/', api = fakeRolloutsApi(), live = fakeLiveApi() } = options;
  const { breakGlass = NO_BREAK_GLASS, metrics = NO_METRICS } = options;
  const { toasts, apis } = pageApis(live);
  renderInTestApp(element, {
    initialRouteEntries: [path],
    mountedRoutes: {
      '/rollouts': rolloutsRouteRef,
      '/catalog/:namespace/:kind/:name': entityRouteRef,
    },
    apis: [
      ...apis,
      [rolloutsApiRef, api],
      [breakGlassApiRef, breakGlass],
      [metricsApiRef, metrics],
      mockApis.identity(OLGA),
    ],
  });
  return { api, live, toasts };
}

/** Draws the pages below `/rollouts`. */
export function renderPage(
  path: string,
  options: Omit<Parameters<typeof renderWithApis>[1], 'path'> = {},
): TestPage {
  return renderWithApis(
    <Routes>
      <Route path="/rollouts/*" element={<RolloutsRouter />} />
    </Routes>,
    { ...options, path },
  );
}
