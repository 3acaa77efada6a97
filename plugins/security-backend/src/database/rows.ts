import {
  comparableName,
  Severity,
  shortName,
} from '@slipway/plugin-security-common';
import { Knex } from 'knex';
import { createHash } from 'node:crypto';
import {
  Interval,
  IntervalFacts,
  IntervalPlace,
  KnownReport,
  ReportRef,
  StoredReport,
} from './FindingsStore';
import { unpackBody } from './packedBody';

/** Rows of one statement. */
export const CHUNK = 200;

export interface ReportRow extends ReportRef {
  key: string;
  workload: string | null;
  uid: string;
  resource_version: string;
  head: string;
  body: string;
  gone_at: string | null;
}

export interface IntervalRow extends IntervalPlace {
  key: string;
  identity: string;
  opened_at: string;
  closed_at: string | null;
  closed_by: 'scan' | 'gone' | null;
  open_key: string | null;
  repository: string;
  vulnerability: string;
  package: string;
  short_name: string;
  type: string | null;
  installed: string;
  fixed: string | null;
  severity: Severity;
}

export const INTERVAL_COLUMNS = [
  'key',
  'identity',
  'opened_at',
  'closed_at',
  'closed_by',
  'open_key',
  'cluster',
  'namespace',
  'workload',
  'container',
  'repository',
  'vulnerability',
  'package',
  'short_name',
  'type',
  'installed',
  'fixed',
  'severity',
] as const satisfies ReadonlyArray<keyof IntervalRow>;

export function chunksOf<T>(all: readonly T[]): T[][] {
  const chunks: T[][] = [];
  for (let i = 0; i < all.length; i += CHUNK) {
    chunks.push(all.slice(i, i + CHUNK));
  }
  return chunks;
}

export const digest = (...parts: string[]) =>
  createHash('sha256').update(parts.join('\u0000')).digest('hex');

/** A {@link ReportRef} as one text. */
export const reportKey = (ref: ReportRef) =>
  digest(ref.cluster, ref.namespace, ref.kind, ref.owner, ref.container);

/**
 * Key of a finding in a place. Those of one place start alike, so that they
 * stand together in an index and are written together.
 */
export function intervalKeys(
  place: IntervalPlace,
): (identity: string) => string {
  const { cluster, namespace, workload, container } = place;
  const start = digest(cluster, namespace, workload, container).slice(0, 12);
  return identity => start + digest(identity).slice(0, 24);
}

export function knownReportOf(row: Omit<ReportRow, 'body'>): KnownReport {
  return {
    cluster: row.cluster,
    namespace: row.namespace,
    kind: row.kind,
    owner: row.owner,
    container: row.container,
    ...(row.workload ? { workload: row.workload } : {}),
    uid: row.uid,
    resourceVersion: row.resource_version,
    head: JSON.parse(row.head),
    ...(row.gone_at ? { goneAt: row.gone_at } : {}),
  };
}

export const reportOf = (row: ReportRow): StoredReport => ({
  ...knownReportOf(row),
  body: unpackBody(row.body),
});

export function intervalOf(row: IntervalRow): Interval {
  return {
    cluster: row.cluster,
    namespace: row.namespace,
    workload: row.workload,
    container: row.container,
    key: row.identity,
    openedAt: row.opened_at,
    ...(row.closed_at ? { closedAt: row.closed_at } : {}),
    ...(row.closed_by ? { closedBy: row.closed_by } : {}),
    repository: row.repository,
    vulnerability: row.vulnerability,
    pkg: row.package,
    ...(row.type ? { type: row.type } : {}),
    installed: row.installed,
    ...(row.fixed ? { fixed: row.fixed } : {}),
    severity: row.severity,
  };
}

export const factsRow = (facts: IntervalFacts) => ({
  repository: facts.repository,
  vulnerability: facts.vulnerability,
  package: facts.pkg,
  short_name: shortName(facts.pkg),
  type: facts.type ?? null,
  installed: facts.installed,
  fixed: facts.fixed ?? null,
  severity: facts.severity,
});

/** Whether what is kept of a finding is what a scan says. */
export function isSame(row: IntervalRow, facts: IntervalFacts): boolean {
  const now = factsRow(facts);
  return (
    row.repository === now.repository &&
    row.vulnerability === now.vulnerability &&
    row.package === now.package &&
    row.type === now.type &&
    row.installed === now.installed &&
    row.fixed === now.fixed &&
    row.severity === now.severity
  );
}

/** Rows of a package, as `isNamed` decides: by its index, then by its whole name. */
export function isNamedIn(column: 'package' | 'name', wanted: string) {
  const searched = comparableName(wanted);
  return (builder: Knex.QueryBuilder) => {
    builder.where({ short_name: shortName(wanted) });
    if (searched.includes('/')) {
      builder.whereRaw("lower(replace(??, ':', '/')) = ?", [column, searched]);
    }
  };
}
