import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { Notice } from './types';

const MIGRATIONS = resolvePackagePath(
  '@slipway/plugin-portal-node',
  'migrations',
);
/** The plugin's own migrations have a table of their own: neither knows the files of the other. */
const MIGRATIONS_TABLE = 'notices_migrations';
/** Notices of one look, so that none waits for very many. */
const BATCH = 50;

interface NoticeRow {
  key: string;
  scope: string;
  notice: string;
  put_at: string;
  attempts: number;
  lease_until: string | null;
  done_at: string | null;
}

/** A notice that is to be sent now. */
export interface DueNotice {
  notice: Notice;
  /** ISO time. */
  putAt: string;
  /** How often it was tried before. */
  attempts: number;
}

/** Notices in a plugin's own database, SQLite or PostgreSQL. */
export class DatabaseNoticeStore {
  /** Connects and brings the table up to date. */
  static async create(database: DatabaseService): Promise<DatabaseNoticeStore> {
    const client = await database.getClient();
    if (!database.migrations?.skip) {
      await client.migrate.latest({
        directory: MIGRATIONS,
        tableName: MIGRATIONS_TABLE,
      });
    }
    return new DatabaseNoticeStore(client);
  }

  private constructor(private readonly db: Knex) {}

  /** Keeps a notice, once for each key. What was not sent yet of the same scope is not sent any more. */
  async put(notice: Notice, now: Date): Promise<void> {
    const { key, payload } = notice;
    const at = now.toISOString();
    await this.db.transaction(async trx => {
      const inserted = await trx<NoticeRow>('notices')
        .insert({
          key,
          scope: payload.scope,
          notice: JSON.stringify(notice),
          put_at: at,
          attempts: 0,
        })
        .onConflict('key')
        .ignore()
        .returning('key');
      if (inserted.length === 0) return;
      await trx<NoticeRow>('notices')
        .where({ scope: payload.scope })
        .whereNot({ key })
        .whereNull('done_at')
        .update({ done_at: at });
    });
  }

  /** Notices that are to be sent and that nobody sends, oldest first. */
  async due(now: Date): Promise<DueNotice[]> {
    const rows = await this.#notices()
      .where(builder => free(builder, now))
      .orderBy(['put_at', 'key'])
      .limit(BATCH);
    return rows.map(row => ({
      notice: JSON.parse(row.notice),
      putAt: row.put_at,
      attempts: row.attempts,
    }));
  }

  /** @returns whether the caller is the one who sends it, until that time */
  async claim(key: string, now: Date, until: Date): Promise<boolean> {
    const claimed = await this.#notices()
      .where({ key })
      .where(builder => free(builder, now))
      .update({ lease_until: until.toISOString() })
      .increment('attempts', 1);
    return claimed > 0;
  }

  /** It failed: nobody tries it before that time. */
  async postpone(key: string, until: Date): Promise<void> {
    await this.#notices()
      .where({ key })
      .update({ lease_until: until.toISOString() });
  }

  /** It was sent, or is not to be sent any more. */
  async done(key: string, now: Date): Promise<void> {
    await this.#notices().where({ key }).update({ done_at: now.toISOString() });
  }

  /** Deletes what was done before a time. */
  async deleteBefore(time: Date): Promise<void> {
    await this.#notices().where('done_at', '<', time.toISOString()).delete();
  }

  #notices() {
    return this.db<NoticeRow>('notices');
  }
}

function free(builder: Knex.QueryBuilder, now: Date) {
  builder
    .whereNull('done_at')
    .where(unleased =>
      unleased
        .whereNull('lease_until')
        .orWhere('lease_until', '<=', now.toISOString()),
    );
}
