import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import TimelineIcon from '@mui/icons-material/Timeline';
import { backendApi } from '@slipway/plugin-portal-react';
import { observabilityApiRef } from './api/ObservabilityApi';
import { ObservabilityClient } from './api/ObservabilityClient';

const observabilityApi = backendApi({
  ref: observabilityApiRef,
  Client: ObservabilityClient,
});

const entityTab = EntityContentBlueprint.make({
  params: {
    path: '/observability',
    title: 'Observability',
    filter: { kind: { $in: ['component', 'resource'] } },
    loader: () =>
      import('./components/Tab/ObservabilityTab').then(m => (
        <m.ObservabilityTab />
      )),
  },
});

const systemTab = EntityContentBlueprint.make({
  name: 'system',
  params: {
    path: '/observability',
    title: 'Observability',
    filter: { kind: 'system' },
    loader: () =>
      import('./components/System/SystemTab').then(m => <m.SystemTab />),
  },
});

/** The tab of a service: golden metrics, what is measured now, alerts, the service graph, links; that of a system: the graph of its services. */
export const observabilityPlugin = createFrontendPlugin({
  pluginId: 'observability',
  title: 'Observability',
  icon: <TimelineIcon fontSize="inherit" />,
  extensions: [observabilityApi, entityTab, systemTab],
});
