/**
 * Rollouts of all clusters: reading, live topics, actions, transitions.
 *
 * @packageDocumentation
 */
export { rolloutsPlugin as default } from './plugin';
