/**
 * How backend plugins learn who has broken the glass.
 *
 * @packageDocumentation
 */
export * from './types';
export { readBreakGlassConfig, type BreakGlassConfig } from './config';
export { breakGlassServiceRef } from './breakGlassServiceRef';
