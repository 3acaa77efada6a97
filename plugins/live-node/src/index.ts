/**
 * How backend plugins offer topics on the live stream.
 *
 * @packageDocumentation
 */
export * from './types';
export { liveTopicsServiceRef } from './liveTopicsServiceRef';
export { LiveTopicRegistry } from './LiveTopicRegistry';
export { readingSource, type ReadingSource } from './readingSource';
