/**
 * Load tests with Locust: types, schemas, permissions, actions and the rules
 * by which a run is judged. Pure.
 *
 * @packageDocumentation
 */
export * from './types';
export * from './permissions';
export * from './routes';
export * from './actions';
export * from './compare/figures';
export { notComparable } from './compare/notComparable';
export * from './master/protocol';
export * from './profile/curve';
export { refusalOfCurve } from './profile/limits';
export * from './profile/scale';
export { PROFILE_WORDS } from './profile/words';
export * from './samples/histogram';
export * from './samples/points';
export * from './schedule/cron';
export * from './schedule/types';
export { MAX_SUITE_LENGTH, parseSuite } from './suite/parseSuite';
export { suiteJsonSchema } from './suite/jsonSchema';
export { metricInWords, thresholdInWords, valueInWords } from './suite/rules';
export { durationInWords, SIGNIFICANT_DIGITS } from './suite/units';
export * from './timeline/loadLane';
export * from './topics/schemas';
export * from './topics/topics';
export { BUSY_CPU_PERCENT, generatorDoubts } from './verdict/generator';
export { RunJudge } from './verdict/RunJudge';
export type { JudgeOptions } from './verdict/RunJudge';
