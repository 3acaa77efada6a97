import {
  FindingChange,
  foundAtKey,
  TIMELINE_SEVERITIES,
} from '@slipway/plugin-security-common';
import { Knex } from 'knex';
import { WorkloadPlace } from './FindingsStore';

interface Row extends WorkloadPlace {
  container: string;
  vulnerability: string;
  package: string;
  severity: FindingChange['severity'];
  opened_at: string;
  closed_at: string | null;
  closed_by: 'scan' | 'gone' | null;
}

interface FirstRow extends WorkloadPlace {
  container: string;
  first: string;
}

/** Workloads of one statement. */
const CHUNK = 50;

/** Rows of some workloads. */
export function at(places: readonly WorkloadPlace[]) {
  return (builder: Knex.QueryBuilder) => {
    for (const { cluster, namespace, workload } of places) {
      builder.orWhere({ cluster, namespace, workload });
    }
  };
}

/** Each workload once, in parts. */
export function chunksOf(places: readonly WorkloadPlace[]): WorkloadPlace[][] {
  const unique = new Map(
    places.map(place => [
      `${place.cluster}/${place.namespace}/${place.workload}`,
      place,
    ]),
  );
  const all = [...unique.values()];
  return Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, i) =>
    all.slice(i * CHUNK, (i + 1) * CHUNK),
  );
}

/**
 * Critical and high findings of workloads that were opened or closed in a
 * range, those that changed last first.
 *
 * @param range - ms since the epoch
 */
export async function findingChanges(
  db: Knex,
  places: readonly WorkloadPlace[],
  range: { from: number; to: number },
  limit: number,
): Promise<FindingChange[]> {
  const from = new Date(range.from).toISOString();
  const to = new Date(range.to).toISOString();
  const rows: Row[] = [];
  for (const chunk of chunksOf(places)) {
    rows.push(
      ...(await db<Row>('finding_intervals')
        .where(at(chunk))
        .whereIn('severity', [...TIMELINE_SEVERITIES])
        .where(changed =>
          changed
            .whereBetween('opened_at', [from, to])
            .orWhereBetween('closed_at', [from, to]),
        )
        .orderByRaw('coalesce(closed_at, opened_at) desc')
        .orderBy(['key', 'opened_at'])
        .limit(limit)
        .select()),
    );
  }
  return rows
    .map(row => ({
      cluster: row.cluster,
      namespace: row.namespace,
      workload: row.workload,
      container: row.container,
      vulnerability: row.vulnerability,
      pkg: row.package,
      severity: row.severity,
      openedAt: row.opened_at,
      ...(row.closed_at ? { closedAt: row.closed_at } : {}),
      ...(row.closed_by ? { closedBy: row.closed_by } : {}),
    }))
    .sort((a, b) =>
      (b.closedAt ?? b.openedAt).localeCompare(a.closedAt ?? a.openedAt),
    )
    .slice(0, limit);
}

/** ISO time of the first finding of each container of workloads that is kept, of any severity, by {@link foundAtKey}. */
export async function firstFindings(
  db: Knex,
  places: readonly WorkloadPlace[],
): Promise<Map<string, string>> {
  const first = new Map<string, string>();
  const place = ['cluster', 'namespace', 'workload', 'container'] as const;
  for (const chunk of chunksOf(places)) {
    const rows: FirstRow[] = await db('finding_intervals')
      .where(at(chunk))
      .groupBy(...place)
      .select(...place)
      .min({ first: 'opened_at' });
    for (const row of rows) first.set(foundAtKey(row), row.first);
  }
  return first;
}
