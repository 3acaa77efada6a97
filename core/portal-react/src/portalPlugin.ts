import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { backendApi } from './api/backendApi';
import { breakGlassApiRef } from './breakGlass/BreakGlassApi';
import { BreakGlassClient } from './breakGlass/BreakGlassClient';
import { liveApiRef } from './live/liveApiRef';
import { LiveClient } from './live/LiveClient';
import { metricsApiRef } from './metrics/MetricsApi';
import { MetricsClient } from './metrics/MetricsClient';
import { workloadContributionsApi } from './workload/contributions';

/** The tab's one live stream. */
export const liveApi = backendApi({
  name: 'live',
  ref: liveApiRef,
  Client: LiveClient,
});

/** Opening and ending break-glass grants. */
export const breakGlassApi = backendApi({
  name: 'break-glass',
  ref: breakGlassApiRef,
  Client: BreakGlassClient,
});

/** Reading golden metrics. */
export const metricsApi = backendApi({
  name: 'metrics',
  ref: metricsApiRef,
  Client: MetricsClient,
});

/** What every Slipway page needs of the app. Install it in the app's `features`. */
export const portalPlugin = createFrontendPlugin({
  pluginId: 'portal',
  extensions: [liveApi, breakGlassApi, metricsApi, workloadContributionsApi],
});
