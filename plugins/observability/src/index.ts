/**
 * The pages of observability.
 *
 * @packageDocumentation
 */
export { observabilityPlugin as default } from './plugin';
