/**
 * Self-service environments: what browser and backend share. Pure.
 *
 * @packageDocumentation
 */
export * from './actions';
export * from './helm';
export * from './input/names';
export * from './input/sizes';
export * from './locks/lock';
export * from './masking/StreamMasker';
export * from './operations/machine';
export * from './permissions';
export * from './plan/diff';
export * from './plan/helmfileDiff';
export { planJsonSchema } from './plan/planJson';
export type { PlanJson } from './plan/planJson';
export * from './plan/staleness';
export * from './policy/approval';
export * from './routes';
export * from './topics/schemas';
export * from './topics/topics';
export * from './ttl/ttl';
export * from './types';
export * from './words';
