import { DatabaseService } from '@backstage/backend-plugin-api';
import {
  FindingChange,
  ReportKind,
  SbomPackage,
  Severity,
  TrendFacts,
} from '@slipway/plugin-security-common';
import { Knex } from 'knex';
import { Aliases } from './aliases';
import { insertRows } from './bulk';
import { connect } from './connect';
import { findingChanges, firstFindings } from './findingChanges';
import { findingTrend } from './findingTrend';
import {
  FindingsStore,
  Interval,
  IntervalCount,
  IntervalFacts,
  IntervalPlace,
  KnownReport,
  PackagePlace,
  ReportRef,
  StoredReport,
  StoredScan,
  WorkloadPlace,
} from './FindingsStore';
import {
  CHUNK,
  chunksOf,
  factsRow,
  INTERVAL_COLUMNS,
  intervalKeys,
  intervalOf,
  IntervalRow,
  isSame,
  knownReportOf,
  reportKey,
  reportOf,
  ReportRow,
  isNamedIn,
} from './rows';
import { packBody } from './packedBody';
import { forgetPackages, keepPackages, packagesNamed } from './packages';
import { expireScans, keepScan, scansOf } from './scans';

/** {@link FindingsStore} on SQLite and PostgreSQL. */
export class DatabaseFindingsStore implements FindingsStore {
  /** Connects and brings the tables up to date. */
  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseFindingsStore> {
    return new DatabaseFindingsStore(await connect(options.database));
  }

  private constructor(
    private readonly db: Knex,
    private readonly aliases = new Aliases(db),
  ) {}

  async together<T>(work: (store: FindingsStore) => Promise<T>): Promise<T> {
    try {
      return await this.db.transaction(trx =>
        work(new DatabaseFindingsStore(trx, this.aliases.within(trx))),
      );
    } catch (error) {
      // What it learned is not kept.
      this.aliases.forget();
      throw error;
    }
  }

  async versions(cluster: string, kind: ReportKind) {
    const rows = await this.#reports()
      .where({ cluster, kind })
      .select(
        'key',
        'cluster',
        'namespace',
        'kind',
        'owner',
        'container',
        'uid',
        'resource_version',
        'gone_at',
      );
    return new Map(
      rows.map(row => [
        row.key,
        {
          ref: {
            cluster: row.cluster,
            namespace: row.namespace,
            kind: row.kind,
            owner: row.owner,
            container: row.container,
          },
          version: `${row.uid}/${row.resource_version}`,
          gone: row.gone_at !== null,
        },
      ]),
    );
  }

  async keepReport(report: StoredReport): Promise<void> {
    const row: ReportRow = {
      key: reportKey(report),
      cluster: report.cluster,
      namespace: report.namespace,
      kind: report.kind,
      owner: report.owner,
      container: report.container,
      workload: report.workload ?? null,
      uid: report.uid,
      resource_version: report.resourceVersion,
      head: JSON.stringify(report.head),
      body: await packBody(report.body),
      gone_at: report.goneAt ?? null,
    };
    await this.#reports().insert(row).onConflict('key').merge();
    await this.aliases.learn(report.body.vulnerabilities);
  }

  async markGone(ref: ReportRef, uid: string | undefined, at: string) {
    await this.#reports()
      .where({ key: reportKey(ref), ...(uid ? { uid } : {}) })
      .whereNull('gone_at')
      .update({ gone_at: at });
  }

  async reportsOf(
    cluster: string,
    namespace: string,
    owners: readonly string[],
  ): Promise<StoredReport[]> {
    if (owners.length === 0) return [];
    const rows = await this.#reports()
      .where({ cluster, namespace })
      .whereIn('owner', owners)
      .select();
    return rows.map(reportOf);
  }

  async reportsAt(
    place: IntervalPlace,
    but?: ReportRef,
  ): Promise<StoredReport[]> {
    const rows = await this.#reports()
      .where({ ...place, kind: 'VulnerabilityReport' })
      .modify(builder => {
        if (but) builder.whereNot({ key: reportKey(but) });
      })
      .select();
    return rows.map(reportOf);
  }

  async expire(before: string): Promise<StoredReport[]> {
    const rows = await this.#reports().where('gone_at', '<', before).select();
    for (let i = 0; i < rows.length; i += CHUNK) {
      const keys = rows.slice(i, i + CHUNK).map(({ key }) => key);
      await this.#reports()
        .whereIn('key', keys)
        .where('gone_at', '<', before)
        .delete();
      await forgetPackages(this.db, keys);
    }
    return rows.map(reportOf);
  }

  async open(place: IntervalPlace): Promise<Map<string, Interval>> {
    const rows = await this.#intervals(this.db)
      .where({ ...place })
      .whereNotNull('open_key')
      .select();
    return new Map(rows.map(row => [row.identity, intervalOf(row)]));
  }

  async apply(
    place: IntervalPlace,
    current: ReadonlyMap<string, IntervalFacts>,
    at: string,
    closedBy: 'scan' | 'gone',
  ): Promise<void> {
    await this.db.transaction(async trx => {
      const rows = await this.#intervals(trx)
        .where({ ...place })
        .whereNotNull('open_key')
        .select();
      const open = new Map(rows.map(row => [row.identity, row] as const));
      const gone = rows
        .filter(row => !current.has(row.identity))
        .map(row => row.key);
      for (let i = 0; i < gone.length; i += CHUNK) {
        await this.#intervals(trx)
          .whereIn('open_key', gone.slice(i, i + CHUNK))
          .update({ closed_at: at, closed_by: closedBy, open_key: null });
      }
      const keyOf = intervalKeys(place);
      const added: IntervalRow[] = [];
      for (const [identity, facts] of current) {
        const known = open.get(identity);
        if (!known) {
          const key = keyOf(identity);
          added.push({
            ...place,
            ...factsRow(facts),
            key,
            identity,
            open_key: key,
            opened_at: at,
            closed_at: null,
            closed_by: null,
          });
        } else if (!isSame(known, facts)) {
          await this.#intervals(trx)
            .where({ open_key: known.open_key })
            .update(factsRow(facts));
        }
      }
      // Another replica may have opened some of them in this moment.
      await insertRows(trx, 'finding_intervals', INTERVAL_COLUMNS, added);
    });
  }

  changes(
    places: readonly WorkloadPlace[],
    range: { from: number; to: number },
    limit: number,
  ): Promise<FindingChange[]> {
    return findingChanges(this.db, places, range, limit);
  }

  firstFound(places: readonly WorkloadPlace[]): Promise<Map<string, string>> {
    return firstFindings(this.db, places);
  }

  trend(places: readonly WorkloadPlace[], from: string): Promise<TrendFacts> {
    return findingTrend(this.db, places, from);
  }

  async countOpen(): Promise<IntervalCount[]> {
    const place = ['cluster', 'namespace', 'workload', 'container'] as const;
    const rows = await this.#intervals(this.db)
      .whereNull('closed_at')
      .groupBy(...place, 'severity')
      .select(...place, 'severity')
      .count({ open: '*', fixable: 'fixed' });
    return rows.map(row => ({
      cluster: `${row.cluster}`,
      namespace: `${row.namespace}`,
      workload: `${row.workload}`,
      container: `${row.container}`,
      severity: row.severity as Severity,
      open: Number(row.open),
      fixable: Number(row.fixable),
    }));
  }

  async search(query: {
    vulnerabilities?: readonly string[];
    pkg?: string;
    limit: number;
  }): Promise<Interval[]> {
    const { vulnerabilities, pkg, limit } = query;
    const found: Interval[] = [];
    const chunks = vulnerabilities ? chunksOf(vulnerabilities) : [undefined];
    for (const chunk of chunks) {
      const rows = await this.#intervals(this.db)
        .whereNotNull('open_key')
        .modify(builder => {
          if (chunk) builder.whereIn('vulnerability', chunk);
          if (pkg) builder.where(isNamedIn('package', pkg));
        })
        .orderBy(['cluster', 'namespace', 'workload', 'container', 'identity'])
        .limit(limit - found.length)
        .select();
      for (const row of rows) found.push(intervalOf(row));
      if (found.length >= limit) break;
    }
    return found;
  }

  sameAs(vulnerability: string): Promise<string[]> {
    return this.aliases.sameAs(vulnerability);
  }

  async reportsOfKind(kind: ReportKind): Promise<KnownReport[]> {
    const rows = await this.#reports()
      .where({ kind })
      .select(
        'key',
        'cluster',
        'namespace',
        'kind',
        'owner',
        'container',
        'workload',
        'uid',
        'resource_version',
        'head',
        'gone_at',
      );
    return rows.map(knownReportOf);
  }

  keepPackages(
    ref: ReportRef,
    packages: readonly SbomPackage[],
  ): Promise<void> {
    return keepPackages(this.db, ref, packages);
  }

  packagesNamed(name: string, limit: number): Promise<PackagePlace[]> {
    return packagesNamed(this.db, name, limit);
  }

  async keepScan(stored: StoredScan): Promise<void> {
    await keepScan(this.db, stored);
    await this.aliases.learn(stored.scan.body.vulnerabilities);
  }

  scansOf(repositories: readonly string[]): Promise<StoredScan[]> {
    return scansOf(this.db, repositories);
  }

  expireScans(before: string): Promise<void> {
    return expireScans(this.db, before);
  }

  #reports() {
    return this.db<ReportRow>('security_reports');
  }

  #intervals(db: Knex) {
    return db<IntervalRow>('finding_intervals');
  }
}
