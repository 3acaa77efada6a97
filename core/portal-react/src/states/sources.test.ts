import { SourceFreshness } from '@slipway/plugin-live-common';
import { absenceIn, clustersText, missingSources } from './sources';

const source = (
  name: string,
  state: SourceFreshness['state'],
  reason?: string,
): SourceFreshness => ({
  source: name,
  state,
  since: '2026-03-02T11:00:00Z',
  reason,
});

describe('freshness', () => {
  const all = [
    source('gke-prod', 'live'),
    source('eks-prod', 'stale', 'watch broken'),
    source('aks-prod', 'unreachable', 'timed out'),
    source('kind', 'not-installed'),
  ];
  it('calls missing what is not shown; what is stale is shown', () => {
    expect(missingSources(all)).toEqual([
      { source: 'aks-prod', reason: 'unreachable: timed out' },
      { source: 'kind', reason: 'not installed' },
    ]);
  });
  it('says what it means that something is not among what a cluster gave', () => {
    const meaning = (cluster: string) => absenceIn(cluster, all);
    expect(
      ['gke-prod', 'eks-prod', 'aks-prod', 'kind', 'other'].map(meaning),
    ).toEqual(['certain', 'last-read', 'unknown', 'certain', 'unknown']);
  });
  it('names the clusters', () => {
    expect(clustersText(all.slice(0, 2))).toBe(
      '2 clusters: eks-prod (stale), gke-prod',
    );
    expect(clustersText(all.slice(0, 1))).toBe('1 cluster: gke-prod');
    expect(clustersText([])).toBe('');
  });
});
