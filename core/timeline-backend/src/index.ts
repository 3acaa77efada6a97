/**
 * What happened to services, over HTTP.
 *
 * @packageDocumentation
 */
export { timelinePlugin as default } from './plugin';
