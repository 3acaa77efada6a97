import {
  ApiBlueprint,
  createFrontendFeatureLoader,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import ScienceIcon from '@mui/icons-material/Science';
import { backendApi } from '@slipway/plugin-portal-react';
import { sandboxPanelApiRef } from './api/SandboxPanelApi';
import { SandboxPanelClient } from './api/SandboxPanelClient';
import { DemoFeed, demoFeedApiRef } from './api/DemoFeed';
import { rolloutRouteRef, sandboxRouteRef } from './routes';

const sandboxPanelApi = backendApi({
  ref: sandboxPanelApiRef,
  Client: SandboxPanelClient,
});

const demoFeedApi = ApiBlueprint.make({
  name: 'demo',
  params: define =>
    define({
      api: demoFeedApiRef,
      deps: { api: sandboxPanelApiRef },
      factory: ({ api }) => new DemoFeed(api),
    }),
});

const sandboxPage = PageBlueprint.make({
  params: {
    path: '/sandbox',
    routeRef: sandboxRouteRef,
    title: 'Sandbox',
    icon: <ScienceIcon fontSize="inherit" />,
    loader: () =>
      import('./components/SandboxPage').then(m => <m.SandboxPage />),
  },
});

/** The page of the sandbox: what happens there, starting releases, speed. */
export const sandboxPanelPlugin = createFrontendPlugin({
  pluginId: 'sandbox-panel',
  title: 'Sandbox',
  icon: <ScienceIcon fontSize="inherit" />,
  routes: { root: sandboxRouteRef },
  externalRoutes: { rollout: rolloutRouteRef },
  extensions: [sandboxPanelApi, demoFeedApi, sandboxPage],
});

/** The plugin where the portal looks at a sandbox, nothing elsewhere. */
export const sandboxPanelFeatures = createFrontendFeatureLoader({
  loader: ({ config }) =>
    config.getOptionalBoolean('slipway.sandbox') ? [sandboxPanelPlugin] : [],
});
