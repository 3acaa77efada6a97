/**
 * Test doubles of `@slipway/plugin-clusters-node`.
 *
 * @packageDocumentation
 */
export { FakeClusters, fakeClusters } from './testing/fakeClusters';
export type {
  FakeClusterOptions,
  FakeClustersOptions,
  RecordedWrite,
} from './testing/fakeClusters';
export type { FakeObject } from './testing/fakeCluster';
