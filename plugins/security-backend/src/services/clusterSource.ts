import { FindingSource } from '@slipway/plugin-security-common';
import { ReportSource } from '../ingest/ReportIngest';

/** What a cluster's Trivy Operator gives, or why nothing. */
export function clusterSource({
  cluster,
  state,
  reason,
  reports,
  newest,
  unread,
}: ReportSource): FindingSource {
  const name = `Trivy Operator in ${cluster}`;
  const at = newest ? { at: newest } : {};
  if (state === 'not-installed') {
    return {
      name,
      state: 'missing',
      reason: 'It is not installed, so nothing there is scanned by it.',
    };
  }
  if (state === 'live') {
    if (unread.length) {
      return { name, state: 'partial', reason: unread.join(' '), ...at };
    }
    return reports
      ? { name, state: 'live', ...at }
      : {
          name,
          state: 'missing',
          reason:
            'It is installed and there are no reports: nothing was scanned yet, or it writes them elsewhere (alternateReportStorage).',
        };
  }
  return {
    name,
    state: reports ? 'partial' : 'missing',
    reason: reason ?? 'The cluster has not answered yet.',
    ...at,
  };
}
