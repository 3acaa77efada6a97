import { SbomPackage, shortName } from '@slipway/plugin-security-common';
import { Knex } from 'knex';
import { insertRows } from './bulk';
import { PackagePlace, ReportRef } from './FindingsStore';
import { isNamedIn, knownReportOf, reportKey, ReportRow } from './rows';

interface PackageRow {
  report_key: string;
  name: string;
  short_name: string;
  version: string;
  type: string | null;
}

const packagesIn = (db: Knex) => db<PackageRow>('image_packages');

/** Makes these the packages of a bill of materials. */
export async function keepPackages(
  db: Knex,
  ref: ReportRef,
  packages: readonly SbomPackage[],
): Promise<void> {
  const report_key = reportKey(ref);
  const rows = packages.flatMap(({ name, version, type }) =>
    version
      ? [
          {
            report_key,
            name,
            short_name: shortName(name),
            version,
            type: type ?? null,
          },
        ]
      : [],
  );
  await db.transaction(async trx => {
    await packagesIn(trx).where({ report_key }).delete();
    await insertRows<PackageRow>(
      trx,
      'image_packages',
      ['report_key', 'name', 'short_name', 'version', 'type'],
      rows,
    );
  });
}

/** Forgets packages of reports that are kept no more; of those that were made again meanwhile they stay. */
export async function forgetPackages(
  db: Knex,
  reportKeys: readonly string[],
): Promise<void> {
  await packagesIn(db)
    .whereIn('report_key', [...reportKeys])
    .whereNotIn('report_key', db('security_reports').select('key'))
    .delete();
}

/** Where a package of this name is, at most `limit`. */
export async function packagesNamed(
  db: Knex,
  name: string,
  limit: number,
): Promise<PackagePlace[]> {
  const rows: Array<PackageRow & ReportRow> = await db('image_packages')
    .join('security_reports', 'key', 'report_key')
    .where(isNamedIn('name', name))
    .orderBy(['cluster', 'namespace', 'owner', 'container', 'version'])
    .limit(limit)
    .select();
  return rows.map(row => {
    const { head, workload, ...report } = knownReportOf(row);
    return {
      cluster: report.cluster,
      namespace: report.namespace,
      kind: report.kind,
      owner: report.owner,
      container: report.container,
      ...(workload ? { workload } : {}),
      ...(head.subject.kind ? { ownerKind: head.subject.kind } : {}),
      pkg: row.name,
      ...(row.type ? { type: row.type } : {}),
      version: row.version,
    };
  });
}
