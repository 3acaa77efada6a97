import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import {
  ActivityEntry,
  ActivityPage,
  ActivityQuery,
  FinishedActivity,
  NewUserActivity,
  NewPlatformActivity,
} from '@slipway/plugin-activity-common';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { ActivityStore } from './ActivityStore';
import { EntryRow, fromCursor, fromRow, toCursor, toRow } from './rows';

const MIGRATIONS = resolvePackagePath(
  '@slipway/plugin-activity-backend',
  'migrations',
);
const DEFAULT_PAGE = 100;
/** Rows deleted by one statement, so that none holds the table for long. */
const DELETE_BATCH = 1000;

/** What users did; `person` is written by a replica of an earlier version, while both run. */
const OF_USERS: Array<EntryRow['source']> = ['user', 'person'];

/** {@link ActivityStore} on SQLite and PostgreSQL. */
export class DatabaseActivityStore implements ActivityStore {
  readonly #db: Knex;
  readonly #now: () => Date;

  /** Connects and brings the tables up to date. */
  static async create(options: {
    database: DatabaseService;
    /** Default: the clock. */
    now?: () => Date;
  }): Promise<DatabaseActivityStore> {
    const client = await options.database.getClient();
    if (!options.database.migrations?.skip) {
      await client.migrate.latest({ directory: MIGRATIONS });
    }
    return new DatabaseActivityStore(client, options.now);
  }

  private constructor(db: Knex, now: () => Date = () => new Date()) {
    this.#db = db;
    this.#now = now;
  }

  async begin(activity: NewUserActivity): Promise<ActivityEntry> {
    const entry: ActivityEntry = {
      ...activity,
      id: randomUUID(),
      at: this.#now().toISOString(),
      source: 'user',
      severity: activity.severity ?? 'info',
      outcome: 'started',
    };
    await this.#entries().insert(toRow(entry));
    return entry;
  }

  async finish(
    id: string,
    plugin: string,
    end: FinishedActivity,
  ): Promise<ActivityEntry | undefined> {
    await this.#entries()
      .where({ id, plugin })
      .whereIn('source', OF_USERS)
      .whereIn('outcome', ['started', 'unknown'])
      .update({
        outcome: end.outcome,
        error: end.error ?? null,
        after_json: end.after ? JSON.stringify(end.after) : null,
        finished_at: this.#now().toISOString(),
      });
    const row = await this.#entries()
      .where({ id, plugin })
      .whereIn('source', OF_USERS)
      .first();
    return row && fromRow(row);
  }

  async claim(activity: NewPlatformActivity): Promise<boolean> {
    const { key, ...rest } = activity;
    const entry: ActivityEntry = {
      ...rest,
      id: randomUUID(),
      at: new Date(activity.at).toISOString(),
      source: 'platform',
      outcome: 'succeeded',
    };
    const inserted = await this.#entries()
      .insert(toRow(entry, key))
      .onConflict(['plugin', 'event_key'])
      .ignore()
      .returning('id');
    return inserted.length > 0;
  }

  async list(query: ActivityQuery): Promise<ActivityPage> {
    const limit = query.limit ?? DEFAULT_PAGE;
    const rows = await this.#entries()
      .where(equalities(query))
      .modify(builder => {
        if (query.source === 'user') builder.whereIn('source', OF_USERS);
        if (query.source === 'platform') builder.where({ source: 'platform' });
        if (query.since) {
          builder.where('at', '>=', new Date(query.since).toISOString());
        }
        if (query.until) {
          builder.where('at', '<=', new Date(query.until).toISOString());
        }
        if (query.cursor) {
          const { at, id } = fromCursor(query.cursor);
          builder.where(older =>
            older
              .where('at', '<', at)
              .orWhere(same => same.where('at', at).where('id', '<', id)),
          );
        }
      })
      .orderBy([
        { column: 'at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      // One more reports whether there is another page.
      .limit(limit + 1);
    const items = rows.slice(0, limit).map(fromRow);
    return rows.length > limit
      ? { items, nextCursor: toCursor(items[items.length - 1]) }
      : { items };
  }

  async markUnfinished(startedBefore: Date): Promise<number> {
    return this.#entries()
      .where({ outcome: 'started' })
      .whereIn('source', OF_USERS)
      .where('at', '<', startedBefore.toISOString())
      .update({
        outcome: 'unknown',
        finished_at: this.#now().toISOString(),
      });
  }

  async deleteBefore(time: Date): Promise<number> {
    let total = 0;
    for (;;) {
      const oldest = this.#entries()
        .select('id')
        .where('at', '<', time.toISOString())
        .limit(DELETE_BATCH);
      const deleted = await this.#entries().whereIn('id', oldest).delete();
      total += deleted;
      if (deleted < DELETE_BATCH) return total;
    }
  }

  async count(): Promise<number> {
    // PostgreSQL counts in bigint, which arrives as text.
    const row = await this.#db('entries').count({ n: '*' }).first();
    return Number(row?.n ?? 0);
  }

  #entries(): Knex.QueryBuilder<EntryRow, EntryRow[]> {
    return this.#db<EntryRow>('entries');
  }
}

function equalities(query: ActivityQuery): Partial<EntryRow> {
  const wanted: Partial<EntryRow> = {
    cluster: query.cluster,
    namespace: query.namespace,
    kind: query.kind,
    name: query.name,
    entity_ref: query.entityRef,
    actor: query.actor,
    plugin: query.plugin,
  };
  return Object.fromEntries(
    Object.entries(wanted).filter(([, value]) => value !== undefined),
  );
}
