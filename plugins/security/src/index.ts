/**
 * Pages of findings.
 *
 * @packageDocumentation
 */
export { securityPlugin as default } from './plugin';
