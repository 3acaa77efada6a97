/**
 * Requests for leave to do one thing: what is asked, the digest's canonical
 * form, states, rules, answers. Pure.
 *
 * @packageDocumentation
 */
export * from './actions';
export * from './canonical';
export * from './permissions';
export * from './rules';
export * from './schemas';
export * from './topics';
export * from './types';
