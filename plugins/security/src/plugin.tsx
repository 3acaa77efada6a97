import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import SecurityIcon from '@mui/icons-material/Security';
import {
  backendApi,
  earlyCode,
  WorkloadNoteBlueprint,
  WorkloadSectionBlueprint,
} from '@slipway/plugin-portal-react';
import { securityApiRef } from './api/SecurityApi';
import { SecurityClient } from './api/SecurityClient';
import { fleetRouteRef } from './routes';

const securityApi = backendApi({ ref: securityApiRef, Client: SecurityClient });

const fleetPage = PageBlueprint.make({
  params: {
    path: '/security',
    routeRef: fleetRouteRef,
    title: 'Security',
    icon: <SecurityIcon fontSize="inherit" />,
    loader: earlyCode('/security', () =>
      import('./components/FleetPage/FleetPage').then(m => <m.FleetPage />),
    ),
  },
});

const entityTab = EntityContentBlueprint.make({
  params: {
    path: '/security',
    title: 'Security',
    filter: { kind: { $in: ['component', 'resource'] } },
    loader: () =>
      import('./components/EntityTab/SecurityTab').then(m => <m.SecurityTab />),
  },
});

const entityCard = EntityCardBlueprint.make({
  params: {
    type: 'content',
    filter: { kind: 'component', 'spec.type': 'service' },
    loader: () =>
      import('./components/OverviewCard/SecurityCard').then(m => (
        <m.SecurityCard />
      )),
  },
});

const canarySection = WorkloadSectionBlueprint.make({
  name: 'canary',
  params: {
    loader: () =>
      import('./components/Canary/CanarySection').then(m => m.CanarySection),
  },
});

const canaryNote = WorkloadNoteBlueprint.make({
  name: 'canary',
  params: {
    loader: () =>
      import('./components/Canary/CanaryNote').then(m => m.CanaryNote),
  },
});

/** Findings: the page of all services, a tab and a card of a service, a section of the page of a rollout, a note in the dialog of its actions. */
export const securityPlugin = createFrontendPlugin({
  pluginId: 'security',
  title: 'Security',
  icon: <SecurityIcon fontSize="inherit" />,
  routes: { root: fleetRouteRef },
  extensions: [
    securityApi,
    fleetPage,
    entityTab,
    entityCard,
    canarySection,
    canaryNote,
  ],
});
