export {
  allInjectedAt,
  gonePartState,
  partMemory,
  partState,
} from './partState';
export type { PartMemory, PartState } from './partState';
