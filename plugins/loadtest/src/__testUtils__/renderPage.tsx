import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  fakeLiveApi,
  FakeLiveApi,
  mockedApi,
  pageApis,
} from '@slipway/plugin-portal-react/testUtils';
import { ReactElement } from 'react';
import { Route, Routes } from 'react-router-dom';
import { LoadtestApi, loadtestApiRef } from '../api/LoadtestApi';
import { LoadRouter } from '../components/LoadRouter';
import { runsRouteRef } from '../routes';
import { ANSWER, RUN_ID } from './fixtures';
// Their code is there at once: a test does not wait until it is compiled.
import '../components/ComparePage/ComparePage';
import '../components/Launch/LaunchPage';
import '../components/RunPage/RunPage';

/** A backend that allows everything; a test replaces what it is about. */
export function fakeLoadtestApi(
  replaced: Partial<LoadtestApi> = {},
): jest.Mocked<LoadtestApi> {
  const allowed = (name: string) => async () => ({
    actions: { [name]: { allowed: true } as const },
  });
  const api: LoadtestApi = {
    getSuite: async () => ANSWER,
    getLaunchAccess: allowed('launch'),
    getRunAccess: allowed('stop'),
    launch: async () => ({
      runId: RUN_ID,
      activityId: 'activity-1',
      action: 'launch',
      message: 'Launch of order-service was accepted.',
    }),
    askToLaunch: async () => ({}),
    stop: async () => ({
      activityId: 'activity-2',
      action: 'stop',
      message: 'Stop of order-service was accepted.',
    }),
    getRunning: async () => ({ work: [], unknown: [] }),
    getRuns: async () => [],
    compare: async () => [],
    getFile: async () => new Blob(['file']),
    getSchedules: async () => [],
    getNewScheduleAccess: allowed('schedule'),
    schedule: async () => ({
      activityId: 'activity-3',
      action: 'schedule',
      message: 'Schedule of order-service was accepted.',
    }),
    getScheduleAccess: async () => ({
      actions: {
        pause: { allowed: true },
        resume: { allowed: true },
        delete: { allowed: true },
      },
    }),
    changeSchedule: async () => ({
      activityId: 'activity-4',
      action: 'pause',
      message: 'Pause was accepted.',
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
    api?: jest.Mocked<LoadtestApi>;
    live?: FakeLiveApi;
  } = {},
) {
  const { path = '/', api = fakeLoadtestApi(), live = fakeLiveApi() } = options;
  const { toasts, apis } = pageApis(live);
  renderInTestApp(element, {
    initialRouteEntries: [path],
    mountedRoutes: {
      '/resilience/load': runsRouteRef,
      '/catalog/:namespace/:kind/:name': entityRouteRef,
    },
    apis: [
      ...apis,
      [loadtestApiRef, api],
      mockApis.identity({ userEntityRef: 'user:default/olga' }),
    ],
  });
  return { api, live, toasts };
}

/** Draws the pages below `/resilience/load`. */
export function renderPage(
  path: string,
  options: Omit<Parameters<typeof renderWithApis>[1], 'path'> = {},
) {
  return renderWithApis(
    <Routes>
      <Route path="/resilience/load/*" element={<LoadRouter />} />
    </Routes>,
    { ...options, path },
  );
}
