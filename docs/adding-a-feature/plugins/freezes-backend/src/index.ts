/**
 * Freezes of all clusters: reading, a live topic, and the action `lift`.
 *
 * @packageDocumentation
 */
export { freezesPlugin as default } from './plugin';
