/**
 * Faults with Chaos Mesh: which kinds there are, what a selector matches, where
 * a fault stands, what is refused, and the actions on them. Pure: no I/O, no
 * clock, no React, no Node.
 *
 * @packageDocumentation
 */
export * from './kinds';
export * from './types';
export * from './draft';
export * from './preview';
export * from './kindsAnswer';
export * from './permissions';
export * from './routes';
export * from './topics';
export * from './actions/names';
export * from './guardrails/types';
