/**
 * Joint runs: designs, the timeline, the verdict, the score and the report.
 * Pure.
 *
 * @packageDocumentation
 */
export * from './types';
export * from './permissions';
export * from './routes';
export * from './actions/placeActions';
export * from './actions/stop';
export * from './actions/words';
export * from './design/schema';
export * from './design/timeline';
export * from './timeline/jointLane';
export * from './topics/schemas';
export * from './topics/topics';
export * from './design/problems';
export * from './report/report';
export * from './report/samplesCsv';
export * from './score/score';
export { judge } from './verdict/judge';
export type { JudgedRun } from './verdict/lines';
export { baselineProblem, stopLimit, stopReason } from './verdict/watch';
export * from './words';
