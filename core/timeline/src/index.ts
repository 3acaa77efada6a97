/**
 * The page of the timeline.
 *
 * @packageDocumentation
 */
export { timelinePlugin as default } from './plugin';
