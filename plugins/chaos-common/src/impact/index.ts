export {
  BASELINE_SECONDS,
  faultTimeline,
  impactRange,
  RECOVERY_SECONDS,
} from './timeline';
export type { FaultTimeline } from './timeline';
export { metricImpact, provedByRecords } from './impact';
export type { MetricImpact } from './impact';
