export * from './types';
export { createStore, MemoryStore } from './MemoryStore';
export type { MemoryStoreOptions } from './MemoryStore';
export { apiVersionOf, defaultTypes } from './resources';
export { matchesSelector } from './selectors';
