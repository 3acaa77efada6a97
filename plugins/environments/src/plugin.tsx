import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import LayersIcon from '@mui/icons-material/Layers';
import { backendApi, earlyCode } from '@slipway/plugin-portal-react';
import { environmentsApiRef } from './api/EnvironmentsApi';
import { EnvironmentsClient } from './api/EnvironmentsClient';
import {
  environmentRouteRef,
  environmentsRouteRef,
  templateRouteRef,
} from './routes';

const environmentsApi = backendApi({
  ref: environmentsApiRef,
  Client: EnvironmentsClient,
});

const environmentsPage = PageBlueprint.make({
  params: {
    path: '/environments',
    routeRef: environmentsRouteRef,
    title: 'Environments',
    icon: <LayersIcon fontSize="inherit" />,
    loader: earlyCode('/environments', () =>
      import('./components/EnvironmentsRouter').then(m => (
        <m.EnvironmentsRouter />
      )),
    ),
  },
});

const environmentCard = EntityCardBlueprint.make({
  params: {
    type: 'content',
    filter: { kind: 'resource', 'spec.type': 'environment' },
    loader: () =>
      import('./components/EntityCards/EnvironmentCard').then(m => (
        <m.EnvironmentCard />
      )),
  },
});

const ownedCard = EntityCardBlueprint.make({
  name: 'owned',
  params: {
    type: 'content',
    filter: {
      $any: [
        { kind: { $in: ['group', 'system'] } },
        { kind: 'component', 'spec.type': 'service' },
      ],
    },
    loader: () =>
      import('./components/EntityCards/OwnedEnvironmentsCard').then(m => (
        <m.OwnedEnvironmentsCard />
      )),
  },
});

const homeMine = HomePageWidgetBlueprint.make({
  name: 'mine',
  params: {
    name: 'EnvironmentsMine',
    title: 'My environments',
    description:
      'Environments of mine and my teams that failed, wait, end soon or drifted',
    components: () =>
      import('./components/Home/EnvironmentsOfMine').then(m => ({
        Content: m.EnvironmentsOfMine,
      })),
  },
});

/** Environments: the list, one environment, cards of its entity, of teams, systems and services, a widget of Home. */
export const environmentsPlugin = createFrontendPlugin({
  pluginId: 'environments',
  title: 'Environments',
  icon: <LayersIcon fontSize="inherit" />,
  routes: { root: environmentsRouteRef, environment: environmentRouteRef },
  externalRoutes: { template: templateRouteRef },
  extensions: [
    environmentsApi,
    environmentsPage,
    environmentCard,
    ownedCard,
    homeMine,
  ],
});
