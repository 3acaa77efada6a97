/**
 * How backend plugins ask for approvals and use them.
 *
 * @packageDocumentation
 */
export * from './types';
export { approvalsServiceRef } from './approvalsServiceRef';
export { digestOf } from './digestOf';
