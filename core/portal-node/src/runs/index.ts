/**
 * What tables of runs have in common.
 *
 * @packageDocumentation
 */
export { RunTable } from './RunTable';
export type { RunRow, RunTableOptions } from './RunTable';
