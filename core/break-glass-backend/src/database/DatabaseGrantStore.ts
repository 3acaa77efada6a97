import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import {
  BreakGlassGrant,
  GrantFilter,
} from '@slipway/plugin-break-glass-common';
import { Knex } from 'knex';
import { GrantStore } from './GrantStore';

const MIGRATIONS = resolvePackagePath(
  '@slipway/plugin-break-glass-backend',
  'migrations',
);

interface GrantRow {
  id: string;
  user_ref: string;
  entity_ref: string;
  reason: string;
  opened_at: string;
  until: string;
  ended_at: string | null;
  ended_by: string | null;
  open_key: string | null;
}

/** {@link GrantStore} on SQLite and PostgreSQL. */
export class DatabaseGrantStore implements GrantStore {
  /** Connects and brings the tables up to date. */
  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseGrantStore> {
    const client = await options.database.getClient();
    if (!options.database.migrations?.skip) {
      await client.migrate.latest({ directory: MIGRATIONS });
    }
    return new DatabaseGrantStore(client);
  }

  private constructor(private readonly db: Knex) {}

  async open(
    grant: Omit<BreakGlassGrant, 'endedAt' | 'endedBy'>,
  ): Promise<{ opened: boolean; grant: BreakGlassGrant }> {
    const key = `${grant.userEntityRef} ${grant.entityRef}`;
    return this.db.transaction(async trx => {
      // A grant whose time is over gives its place back when the next one wants it.
      await trx<GrantRow>('grants')
        .where('open_key', key)
        .where('until', '<=', grant.openedAt)
        .update({ open_key: null });
      const inserted = await trx<GrantRow>('grants')
        .insert({
          id: grant.id,
          user_ref: grant.userEntityRef,
          entity_ref: grant.entityRef,
          reason: grant.reason,
          opened_at: grant.openedAt,
          until: grant.until,
          ended_at: null,
          ended_by: null,
          open_key: key,
        })
        .onConflict('open_key')
        .ignore()
        .returning('id');
      if (inserted.length > 0) return { opened: true, grant };
      const row = await trx<GrantRow>('grants').where('open_key', key).first();
      if (!row) {
        throw new ConflictError(
          'Another grant ended at this moment; ask again',
        );
      }
      return { opened: false, grant: fromRow(row) };
    });
  }

  async end(
    id: string,
    endedBy: string,
    at: Date,
  ): Promise<BreakGlassGrant | undefined> {
    const changed = await this.#open(at).where({ id }).update({
      ended_at: at.toISOString(),
      ended_by: endedBy,
      open_key: null,
    });
    if (changed === 0) return undefined;
    const row = await this.db<GrantRow>('grants').where({ id }).first();
    return row && fromRow(row);
  }

  async find(id: string, at: Date): Promise<BreakGlassGrant | undefined> {
    const row = await this.#open(at).where({ id }).first();
    return row && fromRow(row);
  }

  async listOpen(filter: GrantFilter, at: Date): Promise<BreakGlassGrant[]> {
    const { userEntityRef, entityRef } = filter;
    const rows = await this.#open(at)
      .where({
        ...(userEntityRef === undefined ? {} : { user_ref: userEntityRef }),
        ...(entityRef === undefined ? {} : { entity_ref: entityRef }),
      })
      .orderBy([{ column: 'until' }, { column: 'id' }]);
    return rows.map(fromRow);
  }

  /** Whether a grant is open is decided by the time alone, at each reading. */
  #open(at: Date): Knex.QueryBuilder<GrantRow, GrantRow[]> {
    return this.db<GrantRow>('grants')
      .whereNull('ended_at')
      .where('until', '>', at.toISOString());
  }
}

function fromRow(row: GrantRow): BreakGlassGrant {
  return {
    id: row.id,
    userEntityRef: row.user_ref,
    entityRef: row.entity_ref,
    reason: row.reason,
    openedAt: row.opened_at,
    until: row.until,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...(row.ended_by === null ? {} : { endedBy: row.ended_by }),
  };
}
