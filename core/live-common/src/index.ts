/**
 * What browser and backend share of the live stream: topics, frames, state.
 *
 * @packageDocumentation
 */
export * from './types';
export * from './topic';
export { conforms } from './readTopic';
export * from './topicId';
export * from './reduceFrame';
export * from './frames';
export * from './limits';
export * from './list';
