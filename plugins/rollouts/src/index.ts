/**
 * Rollouts in the browser: list, detail, the service page's tab and card, and widgets of the home page.
 *
 * @packageDocumentation
 */
export { rolloutsPlugin as default } from './plugin';
export { rolloutsApiRef } from './api/RolloutsApi';
export type {
  ActionRequest,
  MetricsRange,
  RolloutMetricSeries,
  RolloutsApi,
} from './api/RolloutsApi';
export { rolloutRouteRef, rolloutsRouteRef } from './routes';
