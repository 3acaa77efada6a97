/**
 * Backend of self-service environments.
 *
 * @packageDocumentation
 */
export { environmentsPlugin as default } from './plugin';
