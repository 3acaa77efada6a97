/**
 * What is known of a user action, in one definition: words, permission,
 * arguments, risk, gate, preview and plan. Pure.
 *
 * @packageDocumentation
 */
export * from './types';
export * from './guardrails';
export * from './actionBody';
export { ApprovalRequiredError } from './ApprovalRequiredError';
export { explainIssues, noArgs, nothingSeen, parseInput } from './input';
export type { NothingSeen } from './input';
export * from './reason';
export * from './stops';
export * from './words';
export { defineAction } from './defineAction';
export { hasChangedSince } from './hasChangedSince';
