import { aliasIndex, findingKey } from '@slipway/plugin-security-common';
import { IntervalFacts, StoredReport } from '../database/FindingsStore';

/**
 * The findings of one container of a workload, over the reports of all its
 * revisions, by their identity over releases. Of a finding in several reports
 * the newest scan says the facts.
 */
export function currentFindings(
  reports: ReadonlyArray<
    Pick<StoredReport, 'head' | 'container'> & {
      body: Pick<StoredReport['body'], 'vulnerabilities'>;
    }
  >,
): Map<string, IntervalFacts> {
  const aliases = aliasIndex(
    reports.flatMap(({ body }) => body.vulnerabilities),
  );
  const current = new Map<string, IntervalFacts>();
  const oldestFirst = [...reports].sort((a, b) =>
    (a.head.scannedAt ?? '').localeCompare(b.head.scannedAt ?? ''),
  );
  for (const { head, body, container } of oldestFirst) {
    const repository = head.image?.repository ?? '';
    for (const finding of body.vulnerabilities) {
      current.set(findingKey({ repository, container }, finding, aliases), {
        repository,
        vulnerability: aliases.get(finding.id) ?? finding.id,
        pkg: finding.pkg,
        ...(finding.type ? { type: finding.type } : {}),
        installed: finding.installed,
        ...(finding.fixed ? { fixed: finding.fixed } : {}),
        severity: finding.severity,
      });
    }
  }
  return current;
}
