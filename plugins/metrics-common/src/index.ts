export * from './types';
export * from './unknown';
