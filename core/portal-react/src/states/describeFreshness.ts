import { ConnectionState, SourceFreshness } from '@slipway/plugin-live-common';
import { SlipwayState } from '../colours';
import { formatSpan } from '../format/formatTime';

/** How fresh a view is, in words. */
export interface FreshnessDescription {
  state: SlipwayState;
  /** `live`, or `as of 40 s ago, eks-prod unreachable`. */
  text: string;
  /** One line for each source that is not live, and for the connection, with its reason. */
  details: string[];
}

const WORDS: Record<SourceFreshness['state'], string> = {
  connecting: 'connecting',
  live: 'live',
  stale: 'stale',
  unreachable: 'unreachable',
  refused: 'refused',
  'not-installed': 'not installed',
};

/**
 * Says how fresh a view is. The oldest source decides the age; the connection
 * of the tab counts as a source of all others.
 *
 * @param now - server time, ms since the epoch
 */
export function describeFreshness(
  freshness: readonly SourceFreshness[],
  connection: ConnectionState | undefined,
  now: number,
): FreshnessDescription {
  const away =
    connection && connection.status !== 'open' ? connection : undefined;
  const lacking = freshness.filter(source => source.state !== 'live');
  const details = lacking.map(
    source =>
      `${source.source}: ${WORDS[source.state]} for ${span(source.since, now)}${
        source.reason ? ` (${source.reason})` : ''
      }`,
  );
  if (away) {
    // The connection's times are of the client's clock.
    const since = new Date(Date.parse(away.since) + away.clockSkewMs);
    const age = span(since.toISOString(), now);
    details.unshift(
      `live updates: ${away.status} for ${age}${
        away.reason ? ` (${away.reason})` : ''
      }`,
    );
    if (away.status === 'connecting') {
      return { state: 'progressing', text: 'connecting', details };
    }
    return {
      state: 'waiting',
      text: `as of ${age} ago, live updates ${away.status}`,
      details,
    };
  }
  if (freshness.length === 0) {
    // Nobody has said that anything is current.
    return { state: 'unknown', text: 'no source', details };
  }
  if (lacking.length === 0) return { state: 'healthy', text: 'live', details };
  const names = [
    ...new Set(lacking.map(one => `${one.source} ${WORDS[one.state]}`)),
  ].join(', ');
  if (lacking.every(source => source.state === 'connecting')) {
    return { state: 'progressing', text: names, details };
  }
  const oldest = lacking
    .filter(source => source.state === 'stale')
    .map(source => source.since)
    .sort()[0];
  const onlyMissing = lacking.every(one => one.state === 'not-installed');
  return {
    state: onlyMissing ? 'unknown' : 'waiting',
    text: oldest ? `as of ${span(oldest, now)} ago, ${names}` : names,
    details,
  };
}

function span(since: string, now: number): string {
  const age = now - Date.parse(since);
  return Number.isNaN(age) ? 'an unknown time' : formatSpan(age);
}
