/**
 * Module of the kubernetes plugin that shares its clusters with Slipway.
 *
 * @packageDocumentation
 */
export { kubernetesModuleSlipway as default } from './module';
