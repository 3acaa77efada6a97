/**
 * The backend of the live stream.
 *
 * @packageDocumentation
 */
export { livePlugin as default } from './plugin';
