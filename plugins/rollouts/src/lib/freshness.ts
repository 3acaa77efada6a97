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
