/**
 * Words that every Slipway part uses when it speaks of clusters.
 *
 * @packageDocumentation
 */
export * from './types';
