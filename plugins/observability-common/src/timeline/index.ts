export { alertLane, ALERTS_QUERY, ALERTS_SINCE_QUERY } from './alertLane';
export type { AlertSeries, ReadAlerts } from './alertLane';
