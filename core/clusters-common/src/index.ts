/**
 * Words that every Slipway part uses when it speaks of clusters.
 *
 * @packageDocumentation
 */
export * from './environment';
export * from './foreignText';
export * from './jsonEquals';
export * from './jsonPatch';
export * from './labelSelector';
export * from './masking';
export * from './owners';
export * from './permissions';
export * from './resource';
export * from './schemas';
export * from './types';
export * from './writes';
