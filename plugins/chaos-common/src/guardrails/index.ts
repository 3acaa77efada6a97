export * from './types';
export { DEFAULT_GUARDRAILS } from './defaults';
export {
  approvalReason,
  fitsPattern,
  judgeGuardrails,
  namespacesOf,
} from './judge';
export type { GuardrailFacts } from './judge';
export { isOpenAt, windowText } from './window';
