import {
  createFrontendPlugin,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import BoltIcon from '@mui/icons-material/Bolt';
import {
  backendApi,
  earlyCode,
  RESILIENCE_PAGES,
  ResilienceSectionBlueprint,
} from '@slipway/plugin-portal-react';
import { resilienceApiRef } from './api/ResilienceApi';
import { ResilienceClient } from './api/ResilienceClient';
import {
  launchRouteRef,
  reportRouteRef,
  runRouteRef,
  runsRouteRef,
} from './routes';

const resilienceApi = backendApi({
  ref: resilienceApiRef,
  Client: ResilienceClient,
});

const runsPage = SubPageBlueprint.make({
  attachTo: RESILIENCE_PAGES,
  params: {
    path: 'runs',
    title: 'Joint runs',
    routeRef: runsRouteRef,
    loader: earlyCode('/resilience/runs', () =>
      import('./components/ResilienceRouter').then(m => <m.ResilienceRouter />),
    ),
  },
});

const entitySection = ResilienceSectionBlueprint.make({
  params: {
    loader: () =>
      import('./components/EntitySection/EntityJointRuns').then(m => (
        <m.EntityJointRuns />
      )),
  },
});

const entityCard = EntityCardBlueprint.make({
  params: {
    type: 'content',
    filter: { kind: 'component', 'spec.type': 'service' },
    loader: () =>
      import('./components/OverviewCard/ResilienceCard').then(m => (
        <m.ResilienceCard />
      )),
  },
});

const homeFailed = HomePageWidgetBlueprint.make({
  name: 'failed-verdicts',
  params: {
    name: 'ResilienceFailedVerdicts',
    title: 'Failed joint runs',
    description: 'Services of mine that failed their last joint run',
    components: () =>
      import('./components/Home/FailedVerdicts').then(m => ({
        Content: m.FailedVerdicts,
      })),
  },
});

/** Joint runs: the list, a run and its report, the launch, a section and a card of a service, a widget of Home. */
export const resiliencePlugin = createFrontendPlugin({
  pluginId: 'resilience',
  title: 'Joint runs',
  icon: <BoltIcon fontSize="inherit" />,
  routes: {
    root: runsRouteRef,
    run: runRouteRef,
    report: reportRouteRef,
    launch: launchRouteRef,
  },
  extensions: [resilienceApi, runsPage, entitySection, entityCard, homeFailed],
});
