import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import AltRouteIcon from '@mui/icons-material/AltRoute';
import {
  backendApi,
  earlyCode,
  PlaceWorkloadsBlueprint,
} from '@slipway/plugin-portal-react';
import { rolloutsApiRef } from './api/RolloutsApi';
import { RolloutsClient } from './api/RolloutsClient';
import { rolloutRouteRef, rolloutsRouteRef } from './routes';

const annotated = (
  annotation: string,
): Record<`metadata.annotations.${string}`, { $exists: boolean }> => ({
  [`metadata.annotations.${annotation}`]: { $exists: true },
});

/**
 * Entities that a workload can be bound to: `showsWorkloads` as a predicate. A
 * Component, Resource or System needs no annotation, as the workload may name it.
 */
const SHOWS_WORKLOADS = {
  $any: [
    { kind: { $in: ['component', 'resource', 'system'] } },
    annotated('backstage.io/kubernetes-id'),
    annotated('backstage.io/kubernetes-label-selector'),
  ],
};

const rolloutsApi = backendApi({ ref: rolloutsApiRef, Client: RolloutsClient });

const rolloutsPage = PageBlueprint.make({
  params: {
    path: '/rollouts',
    routeRef: rolloutsRouteRef,
    title: 'Rollouts',
    icon: <AltRouteIcon fontSize="inherit" />,
    loader: earlyCode('/rollouts', () =>
      import('./components/RolloutsRouter').then(m => <m.RolloutsRouter />),
    ),
  },
});

const entityRolloutsContent = EntityContentBlueprint.make({
  params: {
    path: '/rollouts',
    title: 'Rollouts',
    filter: SHOWS_WORKLOADS,
    loader: () =>
      import('./components/EntityTab').then(m => <m.EntityRolloutsTab />),
  },
});

const entityRolloutsCard = EntityCardBlueprint.make({
  params: {
    type: 'content',
    filter: SHOWS_WORKLOADS,
    loader: () =>
      import('./components/OverviewCard').then(m => <m.RolloutsOverviewCard />),
  },
});

const goldenMetricsCard = EntityCardBlueprint.make({
  name: 'golden-metrics',
  params: {
    type: 'content',
    filter: { kind: { $in: ['component', 'resource'] } },
    loader: () =>
      import('./components/OverviewCard').then(m => <m.GoldenMetricsCard />),
  },
});

const systemServicesCard = EntityCardBlueprint.make({
  name: 'services',
  params: {
    type: 'content',
    filter: { kind: 'system' },
    loader: () =>
      import('./components/OverviewCard').then(m => <m.SystemServicesCard />),
  },
});

const placeRollouts = PlaceWorkloadsBlueprint.make({
  params: {
    loader: () =>
      import('./components/OverviewCard').then(m => m.PlaceRollouts),
  },
});

const homeNeedsAttention = HomePageWidgetBlueprint.make({
  name: 'needs-attention',
  params: {
    name: 'RolloutsNeedsAttention',
    title: 'Needs attention',
    description: 'Rollouts that need attention: mine first, then my teams’',
    components: () =>
      import('./components/Home').then(m => ({ Content: m.NeedsAttention })),
  },
});

const homeMyServices = HomePageWidgetBlueprint.make({
  name: 'my-services',
  params: {
    name: 'RolloutsMyServices',
    title: 'My services',
    description: 'Rollouts of the services that I or my teams own, live',
    components: () =>
      import('./components/Home').then(m => ({ Content: m.MyServices })),
  },
});

/** The list, the detail, the service page's tab, its overview card, what runs in a place, and widgets of the home page. */
export const rolloutsPlugin = createFrontendPlugin({
  pluginId: 'rollouts',
  title: 'Rollouts',
  icon: <AltRouteIcon fontSize="inherit" />,
  routes: { root: rolloutsRouteRef, rollout: rolloutRouteRef },
  extensions: [
    rolloutsApi,
    rolloutsPage,
    entityRolloutsContent,
    entityRolloutsCard,
    goldenMetricsCard,
    systemServicesCard,
    placeRollouts,
    // The home page shows them in this order.
    homeNeedsAttention,
    homeMyServices,
  ],
});
