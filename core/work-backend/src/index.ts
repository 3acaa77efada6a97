/**
 * What runs now, as a live topic.
 *
 * @packageDocumentation
 */
export { workPlugin as default } from './plugin';
