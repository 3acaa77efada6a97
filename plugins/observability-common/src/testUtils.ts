/**
 * Fixed samples for every query of the table, with what each must answer.
 *
 * @packageDocumentation
 */
export { decodeRison } from './__fixtures__/decodeRison';
export { FIXED_AT, fixedSeries, FIXED_CASES } from './__fixtures__/fixed';
export type { FixedCase, FixedSeries } from './__fixtures__/fixed';
