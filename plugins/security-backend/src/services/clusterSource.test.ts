import { ReportSource } from '../ingest/ReportIngest';
import { clusterSource } from './clusterSource';

const source = (change: Partial<ReportSource> = {}): ReportSource => ({
  cluster: 'gke',
  resource: 'vulnerabilityreports.aquasecurity.github.io',
  state: 'live',
  since: '2026-11-28T10:00:00.000Z',
  reports: 3,
  unread: [],
  ...change,
});

describe('what a cluster gives', () => {
  it.each<[string, Partial<ReportSource>, string, RegExp]>([
    ['all of it', {}, 'live', /^none$/],
    [
      'no kinds',
      { state: 'not-installed', reports: 0 },
      'missing',
      /^It is not installed/,
    ],
    ['no reports', { reports: 0 }, 'missing', /no reports/],
    [
      'all but one kind',
      { unread: ['RBAC does not let the portal list x in cluster gke'] },
      'partial',
      /^RBAC does not let the portal list x/,
    ],
    [
      'what it once gave',
      { state: 'stale', reason: 'No answer since 10:00.' },
      'partial',
      /^No answer/,
    ],
    [
      'nothing that may be read',
      { state: 'refused', reports: 0, reason: 'RBAC does not let it.' },
      'missing',
      /^RBAC/,
    ],
  ])('%s', (_, change, state, reason) => {
    const found = clusterSource(source(change));
    expect(found.name).toBe('Trivy Operator in gke');
    expect(found.state).toBe(state);
    expect(found.reason ?? 'none').toMatch(reason);
  });
});
