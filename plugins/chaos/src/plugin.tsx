import {
  createFrontendPlugin,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import BoltIcon from '@mui/icons-material/Bolt';
import {
  backendApi,
  earlyCode,
  RESILIENCE_PAGES,
  ResilienceSectionBlueprint,
} from '@slipway/plugin-portal-react';
import { chaosApiRef } from './api/ChaosApi';
import { ChaosClient } from './api/ChaosClient';
import { faultRouteRef, faultsRouteRef, launchRouteRef } from './routes';

const chaosApi = backendApi({ ref: chaosApiRef, Client: ChaosClient });

const faultsPage = SubPageBlueprint.make({
  attachTo: RESILIENCE_PAGES,
  params: {
    path: 'faults',
    title: 'Faults',
    routeRef: faultsRouteRef,
    loader: earlyCode('/resilience/faults', () =>
      import('./components/ChaosRouter').then(m => <m.ChaosRouter />),
    ),
  },
});

const entitySection = ResilienceSectionBlueprint.make({
  params: {
    loader: () =>
      import('./components/EntitySection/EntityFaults').then(m => (
        <m.EntityFaults />
      )),
  },
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
