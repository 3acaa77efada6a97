import { Severity, shortName } from '@slipway/plugin-security-common';
import { createHash } from 'node:crypto';
import {
  Interval,
  IntervalFacts,
  IntervalPlace,
  KnownReport,
  ReportRef,
  StoredReport,
} from './FindingsStore';

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

export interface PackageRow {
  report_key: string;
  name: string;
  short_name: string;
  version: string;
  type: string | null;
}

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

export const intervalKey = (place: IntervalPlace, identity: string) =>
  digest(
    place.cluster,
    place.namespace,
    place.workload,
    place.container,
    identity,
  );

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
  body: JSON.parse(row.body),
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

export const isSame = (a: IntervalFacts, b: IntervalFacts) =>
  JSON.stringify(factsRow(a)) === JSON.stringify(factsRow(b));
