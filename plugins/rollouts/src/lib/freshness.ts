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
