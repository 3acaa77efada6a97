/**
 * The words and rules of break-glass, shared by browser and backend.
 *
 * @packageDocumentation
 */
export * from './actions';
export * from './types';
export * from './permissions';
export * from './rules';
export * from './schema';
export * from './topics';
