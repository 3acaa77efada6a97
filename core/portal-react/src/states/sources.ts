import { SourceFreshness } from '@slipway/plugin-live-common';

/** Sources that are missing from what is shown, with the reason. Stale ones are shown, so they are not missing. */
export function missingSources(
  freshness: readonly SourceFreshness[],
): Array<{ source: string; reason?: string }> {
  const WORDS: Partial<Record<SourceFreshness['state'], string>> = {
    unreachable: 'unreachable',
    refused: 'access refused',
    'not-installed': 'not installed',
  };
  return freshness.flatMap(({ source, state, reason }) => {
    const words = WORDS[state];
    if (!words) return [];
    return [{ source, reason: reason ? `${words}: ${reason}` : words }];
  });
}

/**
 * What it means that an object is not among what a cluster gave: `certain`, it
 * does not exist; `last-read`, it did not when the cluster was last read;
 * `unknown`, nobody knows.
 */
export function absenceIn(
  cluster: string,
  freshness: readonly SourceFreshness[],
): 'certain' | 'last-read' | 'unknown' {
  switch (freshness.find(({ source }) => source === cluster)?.state) {
    case 'live':
    case 'not-installed':
      return 'certain';
    case 'stale':
      return 'last-read';
    default:
      return 'unknown';
  }
}

/** `2 clusters: eks-prod, gke-prod`; those that are not live say what they are. */
export function clustersText(freshness: readonly SourceFreshness[]): string {
  if (freshness.length === 0) return '';
  const names = freshness
    .map(({ source, state }) =>
      state === 'live' ? source : `${source} (${state})`,
    )
    .sort();
  return `${names.length} ${
    names.length === 1 ? 'cluster' : 'clusters'
  }: ${names.join(', ')}`;
}
