import { CiScan } from '@slipway/plugin-security-common';
import { Knex } from 'knex';
import { StoredScan } from './FindingsStore';
import { packBody, unpackBody } from './packedBody';
import { CHUNK, digest } from './rows';

/** Scans of one repository that are kept. */
const MOST_SCANS = 20;

interface ScanRow {
  key: string;
  repository: string;
  received_at: string;
  token: string;
  head: string;
  body: string;
}

const scansIn = (db: Knex) => db<ScanRow>('build_scans');

/** Keeps the scan of a build in place of one of the same image. */
export async function keepScan(
  db: Knex,
  { scan, receivedAt, token }: StoredScan,
): Promise<void> {
  const { body, ...head } = scan;
  const { repository, tag = '', digests } = scan.image;
  const row: ScanRow = {
    key: digest(
      repository,
      digests
        .map(each => each.digest)
        .sort()
        .join(',') || tag,
    ),
    repository,
    received_at: receivedAt,
    token,
    head: JSON.stringify(head),
    body: await packBody(body),
  };
  await scansIn(db).insert(row).onConflict('key').merge();
  const old = await scansIn(db)
    .where({ repository })
    .orderBy('received_at', 'desc')
    .offset(MOST_SCANS)
    .limit(CHUNK)
    .select('key');
  if (old.length) {
    await scansIn(db)
      .whereIn(
        'key',
        old.map(each => each.key),
      )
      .delete();
  }
}

/** Scans of repositories, newest first. */
export async function scansOf(
  db: Knex,
  repositories: readonly string[],
): Promise<StoredScan[]> {
  if (repositories.length === 0) return [];
  const rows = await scansIn(db)
    .whereIn('repository', repositories)
    .orderBy('received_at', 'desc')
    .select();
  return rows.map(row => {
    const head: Omit<CiScan, 'body'> = JSON.parse(row.head);
    return {
      scan: { ...head, body: unpackBody(row.body) },
      receivedAt: row.received_at,
      token: row.token,
    };
  });
}

/** Forgets scans that were received before a time. */
export async function expireScans(db: Knex, before: string): Promise<void> {
  await scansIn(db).where('received_at', '<', before).delete();
}
