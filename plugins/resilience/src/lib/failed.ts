import { RunRow } from '@slipway/plugin-resilience-common';

/** Runs are the same experiment when they try the same on the same place. */
const experimentOf = ({ entityRef, cluster, namespace, title }: RunRow) =>
  JSON.stringify([entityRef, cluster, namespace, title]);

/**
 * Failed verdicts that stand: of each experiment on one of the entities the
 * latest run with a pass or a fail, where that is a fail. Newest first.
 */
export function standingFailures(
  runs: readonly RunRow[],
  entityRefs: ReadonlySet<string>,
): RunRow[] {
  const latest = new Map<string, RunRow>();
  for (const run of [...runs].sort((a, b) =>
    a.createdAt.localeCompare(b.createdAt),
  )) {
    const counts = run.verdict?.final && run.verdict.outcome !== 'inconclusive';
    if (counts && entityRefs.has(run.entityRef)) {
      latest.set(experimentOf(run), run);
    }
  }
  return [...latest.values()]
    .filter(({ verdict }) => verdict?.outcome === 'fail')
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}
