/**
 * Findings of scanners in the clusters and of builds.
 *
 * @packageDocumentation
 */
export { securityPlugin as default } from './plugin';
