export { maskTemplate, masked } from './maskTemplate';
export type { Digest } from './maskTemplate';
export { HIDDEN, maskObject } from './maskObject';
export { looksSecretField, maskText } from './text';
export type { Mask } from './text';
