export { readReleaseFacts, releaseFacts } from './releaseFacts';
export type { ReleaseFacts } from './releaseFacts';
export { versionBands } from './versionBands';
export type { ReleaseState } from './versionBands';
export { analysisLane, releaseLane } from './rolloutLanes';
export type { RolloutHistory } from './rolloutLanes';
