/**
 * Golden metrics over HTTP and on the live stream, for pages of any feature.
 *
 * @packageDocumentation
 */
export { metricsPlugin as default } from './plugin';
