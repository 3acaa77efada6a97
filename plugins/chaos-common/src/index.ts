/**
 * Faults with Chaos Mesh: which kinds there are, what a selector matches, where
 * a fault stands, what is refused, and the actions on them. Pure: no I/O, no
 * clock, no React, no Node.
 *
 * @packageDocumentation
 */
export * from './kinds';
export * from './types';
export * from './draft';
export * from './preview';
export * from './kindsAnswer';
export * from './permissions';
export * from './routes';
export * from './topics';
export * from './actions';
export * from './guardrails';
export { durationText, parseGoDuration } from './duration';
export * from './raw';
export * from './selector';
export * from './state';
export { checkDraft, embeddedIn, isOneShotFault } from './checks';
export { draftEffect, faultEffect } from './checks/effect';
export {
  comingStarts,
  isTimeZone,
  nextStarts,
  parseCron,
} from './schedule/cron';
export { cronWords } from './schedule/cronWords';
export * from './flow';
export * from './view';
export * from './experiments';
export * from './parts';
export * from './impact';
export * from './happenings';
export * from './timeline';
