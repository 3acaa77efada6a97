import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import HowToRegIcon from '@mui/icons-material/HowToReg';
import { approvalsApiRef } from './api/ApprovalsApi';
import { ApprovalsClient } from './api/ApprovalsClient';
import { approvalRouteRef, approvalsRouteRef } from './routes';

const approvalsApi = ApiBlueprint.make({
  params: define =>
    define({
      api: approvalsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new ApprovalsClient(deps),
    }),
});

const approvalsPage = PageBlueprint.make({
  params: {
    path: '/approvals',
    routeRef: approvalsRouteRef,
    title: 'Approvals',
    icon: <HowToRegIcon fontSize="inherit" />,
    loader: () =>
      import('./components/ApprovalsRouter').then(m => <m.ApprovalsRouter />),
  },
});

const homeAskedOfMe = HomePageWidgetBlueprint.make({
  name: 'asked-of-me',
  params: {
    name: 'ApprovalsAskedOfMe',
    title: 'Approvals asked of me',
    description: 'Requests that wait for my answer, live',
    components: () =>
      import('./components/Home/AskedOfMe').then(m => ({
        Content: m.AskedOfMe,
      })),
  },
});

/** Approvals: the list, one approval with its answer, and what is asked of me on the home page. */
export const approvalsPlugin = createFrontendPlugin({
  pluginId: 'approvals',
  title: 'Approvals',
  icon: <HowToRegIcon fontSize="inherit" />,
  routes: { root: approvalsRouteRef, approval: approvalRouteRef },
  extensions: [approvalsApi, approvalsPage, homeAskedOfMe],
});
