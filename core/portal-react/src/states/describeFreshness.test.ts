import { ConnectionState, SourceFreshness } from '@slipway/plugin-live-common';
import { describeFreshness } from './describeFreshness';

const NOW = Date.parse('2026-01-02T03:04:05Z');
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();
const source = (
  name: string,
  state: SourceFreshness['state'],
  seconds: number,
  reason?: string,
): SourceFreshness => ({ source: name, state, since: ago(seconds), reason });
const connection = (
  status: ConnectionState['status'],
  seconds: number,
  reason?: string,
  clockSkewMs = 0,
): ConnectionState => ({
  status,
  since: new Date(NOW - clockSkewMs - seconds * 1000).toISOString(),
  reason,
  clockSkewMs,
});

describe('describeFreshness', () => {
  it.each<
    [
      string,
      SourceFreshness[],
      ConnectionState | undefined,
      [state: string, text: string],
    ]
  >([
    [
      'all live',
      [source('gke-prod', 'live', 900)],
      connection('open', 60),
      ['healthy', 'live'],
    ],
    ['no source has spoken', [], undefined, ['unknown', 'no source']],
    [
      'one stale',
      [source('gke-prod', 'live', 900), source('eks-prod', 'stale', 40)],
      connection('open', 60),
      ['waiting', 'as of 40 s ago, eks-prod stale'],
    ],
    [
      'two stale: the oldest decides',
      [source('a', 'stale', 40), source('b', 'stale', 600)],
      undefined,
      ['waiting', 'as of 10 min ago, a stale, b stale'],
    ],
    [
      'one never reached',
      [source('eks-prod', 'unreachable', 40)],
      undefined,
      ['waiting', 'eks-prod unreachable'],
    ],
    [
      'first list not there',
      [source('eks-prod', 'connecting', 2)],
      undefined,
      ['progressing', 'eks-prod connecting'],
    ],
    [
      'kind not installed',
      [source('aks-dev', 'not-installed', 40)],
      undefined,
      ['unknown', 'aks-dev not installed'],
    ],
    [
      'refused',
      [source('aks-dev', 'refused', 40)],
      undefined,
      ['waiting', 'aks-dev refused'],
    ],
    [
      'the tab has lost its stream',
      [source('gke-prod', 'live', 900)],
      connection('reconnecting', 12, 'network error'),
      ['waiting', 'as of 12 s ago, live updates reconnecting'],
    ],
    [
      'the clock of the tab is wrong by an hour',
      [],
      connection('reconnecting', 12, undefined, 3_600_000),
      ['waiting', 'as of 12 s ago, live updates reconnecting'],
    ],
    [
      'the tab connects',
      [],
      connection('connecting', 1),
      ['progressing', 'connecting'],
    ],
  ])('%s', (_name, freshness, state, expected) => {
    const described = describeFreshness(freshness, state, NOW);
    expect([described.state, described.text]).toEqual(expected);
  });

  it('gives the reasons', () => {
    expect(
      describeFreshness(
        [source('eks-prod', 'stale', 40, 'connection refused')],
        connection('reconnecting', 12, 'network error'),
        NOW,
      ).details,
    ).toEqual([
      'live updates: reconnecting for 12 s (network error)',
      'eks-prod: stale for 40 s (connection refused)',
    ]);
  });
});
