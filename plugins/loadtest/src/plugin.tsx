import {
  createFrontendPlugin,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import SpeedIcon from '@mui/icons-material/Speed';
import {
  backendApi,
  earlyCode,
  RESILIENCE_PAGES,
  ResilienceSectionBlueprint,
} from '@slipway/plugin-portal-react';
import { loadtestApiRef } from './api/LoadtestApi';
import { LoadtestClient } from './api/LoadtestClient';
import {
  compareRouteRef,
  launchRouteRef,
  runRouteRef,
  runsRouteRef,
} from './routes';

const loadtestApi = backendApi({ ref: loadtestApiRef, Client: LoadtestClient });

const runsPage = SubPageBlueprint.make({
  attachTo: RESILIENCE_PAGES,
  params: {
    path: 'load',
    title: 'Load tests',
    routeRef: runsRouteRef,
    loader: earlyCode('/resilience/load', () =>
      import('./components/LoadRouter').then(m => <m.LoadRouter />),
    ),
  },
});

const entitySection = ResilienceSectionBlueprint.make({
  params: {
    loader: () =>
      import('./components/EntitySection').then(m => <m.EntityLoadTests />),
  },
});

/** Load tests: the list, a run, the launch, and a section on the page of a service. */
export const loadtestPlugin = createFrontendPlugin({
  pluginId: 'loadtest',
  title: 'Load tests',
  icon: <SpeedIcon fontSize="inherit" />,
  routes: {
    root: runsRouteRef,
    run: runRouteRef,
    launch: launchRouteRef,
    compare: compareRouteRef,
  },
  extensions: [loadtestApi, runsPage, entitySection],
});
