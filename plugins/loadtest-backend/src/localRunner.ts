/** The local runner by itself, for the tests with real Locust. */
export { LocalRunner, type LocalAddress } from './runners/local/LocalRunner';
export { processesOf, signal } from './runners/local/processes';
export type { RunPlan } from './runners/types';
