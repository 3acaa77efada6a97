/**
 * How backend plugins offer topics on the live stream.
 *
 * @packageDocumentation
 */
export * from './types';
export { liveTopicsServiceRef } from './liveTopicsServiceRef';
export { authorizeTopics, type RequestedTopic } from './authorizeTopics';
export { FairQueue, type FairQueueLimits, type WorkOptions } from './FairQueue';
export { RecentUsers } from './RecentUsers';
export { TooManyRequestsError } from './TooManyRequestsError';
export { ReadAccess } from './ReadAccess';
export { LiveTopicRegistry } from './LiveTopicRegistry';
export { readingSource, type ReadingSource } from './readingSource';
export { clusterFreshness } from './clusterFreshness';
export {
  followingSource,
  type FollowedChange,
  type FollowingOptions,
} from './followingSource';
export { provideTopic } from './provideTopic';
