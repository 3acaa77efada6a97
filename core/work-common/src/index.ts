/**
 * Work: what a plugin runs for a while on services, such as a load run, a
 * fault or a canary, and what a joint run is made of.
 *
 * @packageDocumentation
 */
export * from './types';
export * from './permissions';
export * from './topics';
export * from './approval';
