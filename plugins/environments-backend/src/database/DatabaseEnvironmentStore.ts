import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  EnvironmentRow,
  Operation,
  WORKING_STATES,
} from '@slipway/plugin-environments-common';
import { Knex } from 'knex';
import { Sealed } from '../secrets/KeyRing';
import { EnvironmentStore, Kept, SealedName } from './EnvironmentStore';
import {
  changeRow,
  columnsOf,
  environments,
  insertOperation,
  keptOf,
  latestOf,
  lockedEnvironment,
  lockedOperation,
  operations,
  SealedTableRow,
  unlessTaken,
  updateOperation,
} from './rows';

const MIGRATIONS = resolvePackagePath(
  '@slipway/plugin-environments-backend',
  'migrations',
);

/** {@link EnvironmentStore} on SQLite and PostgreSQL. */
export class DatabaseEnvironmentStore implements EnvironmentStore {
  /** Connects and brings the tables up to date. */
  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseEnvironmentStore> {
    const { database } = options;
    const client = await database.getClient();
    if (!database.migrations?.skip) {
      await client.migrate.latest({ directory: MIGRATIONS });
    }
    return new DatabaseEnvironmentStore(client);
  }

  private constructor(private readonly db: Knex) {}

  async create(kept: Kept, requestKey?: string): Promise<Kept | undefined> {
    const { row, operation } = kept;
    return this.db.transaction(async trx => {
      const before = await lockedEnvironment(trx, row.name);
      if (before) {
        if (requestKey && before.request_key === requestKey) {
          return keptOf(trx, row.name, before);
        }
        const { state }: EnvironmentRow = JSON.parse(before.detail);
        if (state !== 'destroyed') {
          throw new ConflictError(
            `There is an environment ${row.name} already.`,
          );
        }
        await environments(trx).where('name', row.name).delete();
      }
      await unlessTaken(
        () =>
          environments(trx).insert({
            ...columnsOf(row),
            created_at: row.createdAt,
            warned: '[]',
            request_key: requestKey ?? null,
          }),
        `There is an environment ${row.name} already.`,
      );
      await insertOperation(trx, operation);
      return undefined;
    });
  }

  async find(name: string): Promise<EnvironmentRow | undefined> {
    const row = await environments(this.db).where({ name }).first('detail');
    return row && JSON.parse(row.detail);
  }

  async list(filter: {
    owner?: string;
    destroyed?: boolean;
  }): Promise<EnvironmentRow[]> {
    const query = environments(this.db).orderBy('name').select('detail');
    if (filter.owner !== undefined) query.where('owner', filter.owner);
    if (!filter.destroyed) query.whereNot('state', 'destroyed');
    return (await query).map(({ detail }) => JSON.parse(detail));
  }

  async change(
    name: string,
    change: (row: EnvironmentRow) => EnvironmentRow,
  ): Promise<EnvironmentRow> {
    return this.db.transaction(trx => changeRow(trx, name, change));
  }

  async operation(id: string): Promise<Operation | undefined> {
    const row = await operations(this.db).where({ id }).first('detail');
    return row && JSON.parse(row.detail);
  }

  async operations(environment: string, limit: number): Promise<Operation[]> {
    const rows = await operations(this.db)
      .where({ environment })
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(limit)
      .select('detail');
    return rows.map(({ detail }) => JSON.parse(detail));
  }

  async latest(environment: string): Promise<Operation | undefined> {
    return latestOf(this.db, environment);
  }

  async start(
    operation: Operation,
    change: (row: EnvironmentRow) => EnvironmentRow,
  ): Promise<void> {
    await this.db.transaction(async trx => {
      await changeRow(trx, operation.environment, change);
      await insertOperation(trx, operation);
    });
  }

  async changeOperation(
    id: string,
    change: (kept: Kept) => Kept,
  ): Promise<Kept> {
    return this.db.transaction(async trx => {
      const before = await lockedOperation(trx, id);
      if (!before) throw new NotFoundError(`There is no operation ${id}.`);
      let after: Kept | undefined;
      await changeRow(trx, before.environment, row => {
        after = change({ operation: JSON.parse(before.detail), row });
        return after.row;
      });
      if (!after) throw new NotFoundError(`There is no operation ${id}.`);
      await updateOperation(trx, after.operation);
      return after;
    });
  }

  async waiting(): Promise<Operation[]> {
    const rows = await operations(this.db)
      .where('state', 'waiting')
      .select('detail');
    return rows.map(({ detail }) => JSON.parse(detail));
  }

  async claim(owner: string, now: Date, forMs: number): Promise<string[]> {
    const until = new Date(now.getTime() + forMs).toISOString();
    await operations(this.db)
      .whereIn('state', [...WORKING_STATES])
      .where(free =>
        free
          .whereNull('lease_owner')
          .orWhere('lease_owner', owner)
          .orWhere('lease_until', '<', now.toISOString()),
      )
      .update({ lease_owner: owner, lease_until: until });
    const mine = await operations(this.db)
      .whereIn('state', [...WORKING_STATES])
      .where('lease_owner', owner)
      .select('id');
    return mine.map(({ id }) => id);
  }

  async release(owner: string): Promise<void> {
    await operations(this.db)
      .where('lease_owner', owner)
      .update({ lease_owner: null, lease_until: null });
  }

  async step(
    owner: string,
    operation: Operation,
    rowAfter: (row: EnvironmentRow, operation: Operation) => EnvironmentRow,
  ): Promise<Kept | undefined> {
    return this.db.transaction(async trx => {
      const before = await lockedOperation(trx, operation.id);
      if (before?.lease_owner !== owner) return undefined;
      const kept: Operation = JSON.parse(before.detail);
      const next = kept.cancel
        ? { ...operation, cancel: kept.cancel }
        : operation;
      const row = await changeRow(trx, operation.environment, now =>
        rowAfter(now, next),
      );
      await updateOperation(trx, next);
      return { operation: next, row };
    });
  }

  async seal(
    operationId: string,
    name: SealedName,
    { keyId, body }: Sealed,
    expiresAt: string,
  ): Promise<void> {
    await this.db<SealedTableRow>('sealed')
      .insert({
        operation_id: operationId,
        name,
        key_id: keyId,
        body,
        expires_at: expiresAt,
      })
      .onConflict(['operation_id', 'name'])
      .merge(['key_id', 'body', 'expires_at']);
  }

  async sealed(
    operationId: string,
    name: SealedName,
  ): Promise<Sealed | undefined> {
    const row = await this.db<SealedTableRow>('sealed')
      .where({ operation_id: operationId, name })
      .first();
    return row && { keyId: row.key_id, body: row.body };
  }

  async deleteExpired(now: string): Promise<number> {
    return this.db<SealedTableRow>('sealed')
      .where('expires_at', '<=', now)
      .delete();
  }

  async warned(name: string): Promise<string[]> {
    const row = await environments(this.db).where({ name }).first('warned');
    return row ? JSON.parse(row.warned) : [];
  }

  async setWarned(name: string, warnings: readonly string[]): Promise<void> {
    await environments(this.db)
      .where({ name })
      .update({ warned: JSON.stringify(warnings) });
  }

  async deleteBefore(before: string): Promise<{ operations: string[] }> {
    return this.db.transaction(async trx => {
      const gone = await operations(trx)
        .where('created_at', '<', before)
        .whereNull('open_key')
        .select('id');
      const ids = gone.map(({ id }) => id);
      for (let from = 0; from < ids.length; from += 500) {
        const some = ids.slice(from, from + 500);
        await trx<SealedTableRow>('sealed')
          .whereIn('operation_id', some)
          .delete();
        await operations(trx).whereIn('id', some).delete();
      }
      await environments(trx)
        .where('state', 'destroyed')
        .where('created_at', '<', before)
        .whereNotExists(
          trx('operations')
            .whereRaw('operations.environment = environments.name')
            .select(trx.raw('1')),
        )
        .delete();
      return { operations: ids };
    });
  }
}
