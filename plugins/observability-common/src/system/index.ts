export * from './types';
export * from './topic';
export * from './traffic';
export * from './systemGraph';
