/**
 * The words of the activity record, shared by browser and backend.
 *
 * @packageDocumentation
 */
export * from './types';
export * from './permissions';
export * from './schema';
export * from './topics';
