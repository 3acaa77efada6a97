/**
 * The pages of joint runs.
 *
 * @packageDocumentation
 */
export { resiliencePlugin as default } from './plugin';
