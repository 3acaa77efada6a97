/**
 * What is measured of services, who calls them, and which alerts fire on them.
 *
 * @packageDocumentation
 */
export { observabilityPlugin as default } from './plugin';
