/**
 * Which tests a run has: the `default` lane has one of each kind and decides
 * whether a change lands, the `full` lane (`npm run test:full`) has all of them.
 * Suites read it from the environment.
 *
 * @typedef {'default' | 'full'} Lane
 */
export const LANE = 'SLIPWAY_LANE';

/** @returns {Lane} the lane of this run */
export const laneOf = (env = process.env) =>
  env[LANE] === 'full' ? 'full' : 'default';
