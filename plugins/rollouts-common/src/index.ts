/**
 * Argo Rollouts as Slipway sees them: what is kept of each object, what is
 * derived from it, which actions do something now, and the patches that carry
 * them out. Pure: no I/O, no clock, no React, no Node.
 *
 * @packageDocumentation
 */
export * from './types';
export * from './permissions';
export * from './raw';
export * from './running';
export * from './derive';
export * from './actions';
export * from './diff';
export * from './entity';
export * from './list';
export * from './schema';
export * from './timeline';
export * from './topics';
