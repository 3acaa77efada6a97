export type { Clock } from './types';
export { ManualClock } from './ManualClock';
export { RealClock } from './RealClock';
