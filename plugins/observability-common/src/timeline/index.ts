export { ALERTS_QUERY, alertLane } from './alertLane';
export type { AlertSeries } from './alertLane';
