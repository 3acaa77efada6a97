export * from './faultState';
export {
  disturbedTimes,
  disturbsFarSide,
  isFailing,
  isFarSide,
  targetCounts,
} from './targets';
export { faultProblem } from './problem';
export type { ProblemEvent } from './problem';
export { isOver, stateText } from './stateText';
