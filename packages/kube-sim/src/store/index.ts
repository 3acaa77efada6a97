export * from './types';
export { createStore, MemoryStore } from './MemoryStore';
export type { MemoryStoreOptions } from './MemoryStore';
export {
  apiVersionOf,
  builtInTypes,
  isCustom,
  resourceTypes,
} from './resources';
export type { KindRow } from './resources';
export { matchesSelector } from './selectors';
export { withDefaults } from './defaults';
export { isRecord, valueAt } from './json';
export { validateKind } from './kindRules';
export { canonicalQuantity } from './quantity';
export { readShape } from './shape';
export type { JsonRecord } from './json';
export { podTemplate } from './podDefaults';
export { labelErrors, podTemplateErrors } from './podRules';
