import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { breakGlassApiRef } from './breakGlass/BreakGlassApi';
import { BreakGlassClient } from './breakGlass/BreakGlassClient';
import { liveApiRef } from './live/liveApiRef';
import { LiveClient } from './live/LiveClient';
import { metricsApiRef } from './metrics/MetricsApi';
import { MetricsClient } from './metrics/MetricsClient';

/** The tab's one live stream. */
export const liveApi = ApiBlueprint.make({
  name: 'live',
  params: define =>
    define({
      api: liveApiRef,
      deps: { fetchApi: fetchApiRef, discoveryApi: discoveryApiRef },
      factory: deps => new LiveClient(deps),
    }),
});

/** Opening and ending break-glass grants. */
export const breakGlassApi = ApiBlueprint.make({
  name: 'break-glass',
  params: define =>
    define({
      api: breakGlassApiRef,
      deps: { fetchApi: fetchApiRef, discoveryApi: discoveryApiRef },
      factory: deps => new BreakGlassClient(deps),
    }),
});

/** Reading golden metrics. */
export const metricsApi = ApiBlueprint.make({
  name: 'metrics',
  params: define =>
    define({
      api: metricsApiRef,
      deps: { fetchApi: fetchApiRef, discoveryApi: discoveryApiRef },
      factory: deps => new MetricsClient(deps),
    }),
});

/** What every Slipway page needs of the app. Install it in the app's `features`. */
export const portalPlugin = createFrontendPlugin({
  pluginId: 'portal',
  extensions: [liveApi, breakGlassApi, metricsApi],
});
