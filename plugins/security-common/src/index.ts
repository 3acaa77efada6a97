/**
 * Findings: what scanners report of images, in one form, and what is derived
 * from it. Pure: no I/O, no clock, no React, no Node.
 *
 * @packageDocumentation
 */
export * from './types';
export * from './permissions';
export * from './read/images';
export * from './read/purl';
export * from './read/operatorReport';
export * from './read/documents';
export * from './read/trivyJson';
export * from './findings/identity';
export * from './findings/searchNames';
export * from './findings/signals';
export * from './findings/upgrades';
export * from './findings/suppression';
export * from './findings/canaryDiff';
export * from './findings/gate';
export * from './findings/deadlines';
export * from './findings/trend';
export * from './risks/risks';
export * from './risks/acceptRisk';
export * from './risks/withdrawRisk';
export { compareVersions, nearestFix } from './versions/compareVersions';
export * from './kinds/kinds';
export * from './timeline/findingLane';
export * from './views/views';
export * from './views/fleet';
export * from './views/topics';
export * from './views/routes';
