/**
 * Parts of the backend by themselves, for the tests with the real Terraform.
 *
 * @packageDocumentation
 */
export { OLGA, REQUEST, startPortal } from './testing/startPortal';
export { ProcessRunner } from './runners/process/ProcessRunner';
export { KeyRing } from './secrets/KeyRing';
export { LocalStates } from './states/LocalStates';
export { S3States, stateKeyOf } from './states/S3States';
