/**
 * Load tests with Locust.
 *
 * @packageDocumentation
 */
export { loadtestPlugin as default } from './plugin';
