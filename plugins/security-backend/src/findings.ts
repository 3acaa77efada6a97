/**
 * Findings without a portal around them, for scenarios on real clusters.
 *
 * @packageDocumentation
 */
export { createFindings } from './createFindings';
export type { FindingsOptions, FindingsParts } from './createFindings';
export { readSecurityConfig } from './config';
export { DatabaseFindingsStore } from './database/DatabaseFindingsStore';
export type { FindingsStore } from './database/FindingsStore';
