export * from './answer';
export * from './types';
