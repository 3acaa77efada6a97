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
import BoltIcon from '@mui/icons-material/Bolt';
import { chaosApiRef } from './api/ChaosApi';
import { ChaosClient } from './api/ChaosClient';
import { faultRouteRef, faultsRouteRef, launchRouteRef } from './routes';

const chaosApi = ApiBlueprint.make({
  params: define =>
    define({
      api: chaosApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new ChaosClient(deps),
    }),
});

const faultsPage = SubPageBlueprint.make({
  attachTo: { id: 'page:portal-app/resilience', input: 'pages' },
  params: {
    path: 'faults',
    title: 'Faults',
    routeRef: faultsRouteRef,
    loader: () =>
      import('./components/ChaosRouter').then(m => <m.ChaosRouter />),
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
        import('./components/EntitySection/EntityFaults').then(m => (
          <m.EntityFaults />
        )),
      ),
    ),
  ],
});

/** Faults: the list, one fault, the launch, the halt, and a section on the page of a service. */
export const chaosPlugin = createFrontendPlugin({
  pluginId: 'chaos',
  title: 'Faults',
  icon: <BoltIcon fontSize="inherit" />,
  routes: {
    root: faultsRouteRef,
    fault: faultRouteRef,
    launch: launchRouteRef,
  },
  extensions: [chaosApi, faultsPage, entitySection],
});
