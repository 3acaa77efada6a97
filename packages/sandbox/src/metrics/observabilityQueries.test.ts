import {
  EDGE_QUERIES,
  NAMESPACE_QUERIES,
  ROUTE_QUERIES,
  WORKLOAD_QUERIES,
} from '@slipway/plugin-observability-common';
import {
  FIXED_AT,
  FIXED_CASES,
  fixedSeries,
} from '@slipway/plugin-observability-common/testUtils';
import { createEngine, labelsTest, SeriesSource } from '@slipway/promql';

const all = fixedSeries().map(({ labels, samples }) => ({
  labels,
  times: Float64Array.from(samples, ([at]) => at),
  values: Float64Array.from(samples, ([, value]) => value),
}));
const source: SeriesSource = {
  select: matchers => all.filter(({ labels }) => labelsTest(matchers)(labels)),
};

// The same cases against a real Prometheus: verify/observability.test.ts.
describe('the table of queries over fixed samples', () => {
  const engine = createEngine(source);

  it.each(FIXED_CASES.map(one => [one.id, one] as const))(
    '%s',
    (_, { query, expected }) => {
      const answer = engine.instant(query, FIXED_AT);
      const result = answer.type === 'vector' ? answer.result : [];
      expect(
        result.map(({ labels, value }) => [
          labels,
          Number(value.toPrecision(10)),
        ]),
      ).toEqual(
        expected.map(([labels, value]) => [
          labels,
          Number(value.toPrecision(10)),
        ]),
      );
    },
  );

  it('has a case for each query', () => {
    const ids = [
      WORKLOAD_QUERIES,
      EDGE_QUERIES,
      ROUTE_QUERIES,
      NAMESPACE_QUERIES,
    ].flatMap(table => Object.keys(table));
    const tested = new Set(FIXED_CASES.map(({ id }) => id.split(' ')[0]));
    expect([...tested].sort()).toEqual(ids.sort());
  });
});
