/**
 * The timeline: what happened to services, as lanes on one time axis.
 *
 * @packageDocumentation
 */
export * from './types';
export * from './permissions';
export * from './topics';
export * from './paths';
export * from './view';
export * from './picture';
export * from './rows';
export * from './lanePath';
export * from './services';
export * from './verdicts';
