/**
 * Joint runs: load and faults on one timeline, judged by golden metrics.
 *
 * @packageDocumentation
 */
export { resiliencePlugin as default } from './plugin';
