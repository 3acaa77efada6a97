import {
  createFrontendPlugin,
  createRouteRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import AcUnitIcon from '@mui/icons-material/AcUnit';
import { backendApi } from '@slipway/plugin-portal-react';
import { FreezesClient, freezesApiRef } from './api/FreezesApi';

const freezesRouteRef = createRouteRef();

const freezesApi = backendApi({ ref: freezesApiRef, Client: FreezesClient });

const freezesPage = PageBlueprint.make({
  params: {
    path: '/freezes',
    routeRef: freezesRouteRef,
    title: 'Freezes',
    icon: <AcUnitIcon fontSize="inherit" />,
    loader: () =>
      import('./components/FreezesPage').then(m => <m.FreezesPage />),
  },
});

const freezesTab = EntityContentBlueprint.make({
  params: {
    path: '/freezes',
    title: 'Freezes',
    filter: { kind: 'component' },
    loader: () => import('./components/FreezesTab').then(m => <m.FreezesTab />),
  },
});

/** The page of all freezes, and the tab of a service. */
export const freezesPlugin = createFrontendPlugin({
  pluginId: 'freezes',
  title: 'Freezes',
  icon: <AcUnitIcon fontSize="inherit" />,
  routes: { root: freezesRouteRef },
  extensions: [freezesApi, freezesPage, freezesTab],
});
