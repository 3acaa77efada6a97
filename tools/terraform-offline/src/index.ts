/**
 * Terraform without a registry: real providers of the local cloud, simulated
 * ones of the others.
 *
 * @packageDocumentation
 */
export type { Mirror } from './build/mirror.ts';
export { EXTRAS, prepare, prepared } from './prepare.ts';
export type { Extra, Prepared } from './prepare.ts';
export { REAL_PROVIDERS, SIMULATED_PROVIDERS } from './providers.ts';
export type { RealProvider, SimulatedProvider } from './providers.ts';
