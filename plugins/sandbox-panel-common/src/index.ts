/**
 * What the sandbox panel's browser and backend halves agree on.
 *
 * @packageDocumentation
 */
export * from './actions';
export * from './permissions';
export * from './schema';
export * from './types';
