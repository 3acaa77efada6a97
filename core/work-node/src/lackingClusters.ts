/** How current what one cluster gave is; the `Freshness` of a watch is one. */
interface ClusterSource {
  cluster: string;
  state:
    | 'connecting'
    | 'live'
    | 'stale'
    | 'unreachable'
    | 'refused'
    | 'not-installed';
  /** ISO time. */
  since: string;
}

const WORDS: Partial<
  Record<ClusterSource['state'], (source: ClusterSource) => string>
> = {
  connecting: ({ cluster }) => `${cluster} has not answered yet`,
  stale: ({ cluster, since }) => `${cluster} is stale since ${since}`,
  unreachable: ({ cluster }) => `${cluster} is unreachable`,
  refused: ({ cluster }) => `${cluster} refuses to be read`,
};

/** What a list over clusters may lack, for `WorkProvider.lacking`: one line for each cluster that is not live. A kind that is not installed lacks nothing. */
export function lackingClusters(freshness: readonly ClusterSource[]): string[] {
  if (freshness.length === 0) return ['no cluster is connected'];
  return freshness.flatMap(source => WORDS[source.state]?.(source) ?? []);
}
