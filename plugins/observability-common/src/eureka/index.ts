export * from './types';
export { EurekaAnswerError, parseEurekaApps } from './parse';
export {
  compareRegistrations,
  disagreements,
  EUREKA_CACHE_MS,
  isDrift,
  isOverdue,
  seenKey,
} from './compare';
export type { CompareOptions, FirstSeen } from './compare';
export * from './health';
export * from './topic';
