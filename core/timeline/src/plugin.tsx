import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import ViewTimelineIcon from '@mui/icons-material/ViewTimeline';
import { backendApi } from '@slipway/plugin-portal-react';
import { timelineApiRef } from './api/TimelineApi';
import { TimelineClient } from './api/TimelineClient';

const timelineApi = backendApi({ ref: timelineApiRef, Client: TimelineClient });

const entityTab = EntityContentBlueprint.make({
  params: {
    path: '/timeline',
    title: 'Timeline',
    filter: { kind: { $in: ['component', 'resource', 'system'] } },
    loader: () =>
      import('./components/TimelineTab').then(m => <m.TimelineTab />),
  },
});

/** The tab of a service and of a system: what happened, on one time axis. */
export const timelinePlugin = createFrontendPlugin({
  pluginId: 'timeline',
  title: 'Timeline',
  icon: <ViewTimelineIcon fontSize="inherit" />,
  extensions: [timelineApi, entityTab],
});
