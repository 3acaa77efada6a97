import { loadtestRunTopic, RunSeries } from '@slipway/plugin-loadtest-common';

/** What came in of one run, in the order that pages show; undefined while the run itself is not there. */
export function runSeriesFromItems(
  items: ReadonlyMap<string, unknown>,
): RunSeries | undefined {
  const { valuesOf } = loadtestRunTopic;
  const [run] = valuesOf(items, 'run');
  if (!run) return undefined;
  return {
    run,
    points: valuesOf(items, 'sample').sort((a, b) => a.seq - b.seq),
    endpoints: valuesOf(items, 'endpoint').sort(
      (a, b) => b.requests - a.requests || a.endpoint.localeCompare(b.endpoint),
    ),
    errors: valuesOf(items, 'error').sort(
      (a, b) => b.occurrences - a.occurrences || a.key.localeCompare(b.key),
    ),
    workers: valuesOf(items, 'worker').sort((a, b) => a.id.localeCompare(b.id)),
    verdict: valuesOf(items, 'verdict')[0],
  };
}
