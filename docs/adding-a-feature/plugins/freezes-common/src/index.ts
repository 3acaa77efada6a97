/**
 * Freezes: while one is active, its team asks that a service is not released.
 * Pure: no I/O, no clock, no React, no Node.
 *
 * @packageDocumentation
 */
export * from './freeze';
export * from './permissions';
export * from './topics';
export * from './actions/lift';
