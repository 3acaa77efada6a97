export { HISTORY_MS, OPENING } from './opening';
export type { OpeningRelease } from './opening';
export { ReleaseRefused, DemoScenario } from './DemoScenario';
export type {
  StartedRelease,
  ReleaseRequest,
  DemoCluster,
  DemoOptions,
  DemoView,
} from './DemoScenario';
export { QUALITIES } from './tags';
export type { ReleaseQuality } from './tags';
