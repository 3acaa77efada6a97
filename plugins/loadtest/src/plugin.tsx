import {
  ApiBlueprint,
  coreExtensionData,
  createExtension,
  createFrontendPlugin,
  discoveryApiRef,
  ExtensionBoundary,
  fetchApiRef,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import SpeedIcon from '@mui/icons-material/Speed';
import { loadtestApiRef } from './api/LoadtestApi';
import { LoadtestClient } from './api/LoadtestClient';
import {
  compareRouteRef,
  launchRouteRef,
  runRouteRef,
  runsRouteRef,
} from './routes';

const loadtestApi = ApiBlueprint.make({
  params: define =>
    define({
      api: loadtestApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new LoadtestClient(deps),
    }),
});

const runsPage = SubPageBlueprint.make({
  attachTo: { id: 'page:portal-app/resilience', input: 'pages' },
  params: {
    path: 'load',
    title: 'Load tests',
    routeRef: runsRouteRef,
    loader: () => import('./components/LoadRouter').then(m => <m.LoadRouter />),
  },
});

const entitySection = createExtension({
  kind: 'resilience-section',
  attachTo: {
    id: 'entity-content:portal-app/resilience',
    input: 'sections',
  },
  output: [coreExtensionData.reactElement],
  factory: ({ node }) => [
    coreExtensionData.reactElement(
      ExtensionBoundary.lazy(node, () =>
        import('./components/EntitySection').then(m => <m.EntityLoadTests />),
      ),
    ),
  ],
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
