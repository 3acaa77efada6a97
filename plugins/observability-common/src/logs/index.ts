export * from './types';
export * from './query';
export { isLuhn, MASK, maskSecrets } from './mask';
export type { MaskOptions } from './mask';
export {
  isAtLeast,
  levelOf,
  NoSearchAnswerError,
  parseHit,
  parsePage,
} from './parse';
export { logClauses } from './kibana';
export * from './answers';
