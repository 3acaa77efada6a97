export { maskTemplate, masked } from './maskTemplate';
export type { Digest } from './maskTemplate';
export { HIDDEN, maskObject } from './maskObject';
