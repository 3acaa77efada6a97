/**
 * The words of the live stream, shared by browser and backend.
 *
 * @packageDocumentation
 */
export * from './types';
export * from './topicId';
export * from './reduceFrame';
export * from './sse';
