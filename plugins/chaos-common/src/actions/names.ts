/** What can be done to one fault. */
export const FAULT_ACTIONS = [
  'pause',
  'resume',
  'abort',
  'stop',
  'release',
] as const;
export type FaultActionName = (typeof FAULT_ACTIONS)[number];

/** What is done on a service: a fault is launched. */
export const LAUNCH_ACTIONS = ['launch'] as const;
export type LaunchActionName = (typeof LAUNCH_ACTIONS)[number];

/** What is done to all faults together. */
export const HALT_ACTIONS = ['halt', 'lift'] as const;
export type HaltActionName = (typeof HALT_ACTIONS)[number];
