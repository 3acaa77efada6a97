/**
 * Faults with Chaos Mesh: `chaosPlugin`.
 *
 * @packageDocumentation
 */
export { chaosPlugin as default } from './plugin';
