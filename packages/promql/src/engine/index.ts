export * from './types';
export { createEngine } from './engine';
export { PromqlError } from './errors';
