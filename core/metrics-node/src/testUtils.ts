/**
 * Test doubles of `@slipway/plugin-metrics-node`.
 *
 * @packageDocumentation
 */
export {
  FakeGoldenMetrics,
  fakeGoldenMetrics,
} from './testing/fakeGoldenMetrics';
export type { FakeGoldenMetricsOptions } from './testing/fakeGoldenMetrics';
export { FakePrometheus, fakePrometheus } from './testing/fakePrometheus';
