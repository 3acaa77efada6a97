import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import BoltIcon from '@mui/icons-material/Bolt';

const happeningNow = HomePageWidgetBlueprint.make({
  name: 'happening-now',
  params: {
    name: 'WorkHappeningNow',
    title: 'Happening now',
    description: 'Releases, faults, load and joint runs across the platform',
    components: () =>
      import('./HappeningNow').then(m => ({ Content: m.HappeningNow })),
  },
});

const runningHere = EntityCardBlueprint.make({
  name: 'running',
  params: {
    type: 'content',
    filter: { kind: { $in: ['component', 'resource'] } },
    loader: () => import('./RunningHereCard').then(m => <m.RunningHereCard />),
  },
});

/** What runs now, over all plugins: a widget of the home page and a card of a service. */
export const workPlugin = createFrontendPlugin({
  pluginId: 'work',
  title: 'What runs now',
  icon: <BoltIcon fontSize="inherit" />,
  extensions: [happeningNow, runningHere],
});
