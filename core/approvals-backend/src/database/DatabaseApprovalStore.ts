import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import {
  AnswerWrite,
  Approval,
  ApprovalFilter,
  ApprovalOutcome,
  ApprovalState,
} from '@slipway/plugin-approvals-common';
import { Knex } from 'knex';
import { ApprovalStore, NewApproval } from './ApprovalStore';
import { ApprovalDbRow, fromRow, openKeyOf, toRow } from './rows';

const MIGRATIONS = resolvePackagePath(
  '@slipway/plugin-approvals-backend',
  'migrations',
);

const OPEN: ApprovalState[] = ['waiting', 'allowed'];

/** {@link ApprovalStore} on SQLite and PostgreSQL. */
export class DatabaseApprovalStore implements ApprovalStore {
  /** Connects and brings the table up to date. */
  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseApprovalStore> {
    const client = await options.database.getClient();
    if (!options.database.migrations?.skip) {
      await client.migrate.latest({ directory: MIGRATIONS });
    }
    return new DatabaseApprovalStore(client);
  }

  private constructor(private readonly db: Knex) {}

  async open(
    wanted: NewApproval,
  ): Promise<{ opened: boolean; approval: Approval }> {
    const row = toRow(wanted);
    return this.db.transaction(async trx => {
      const table = () => trx<ApprovalDbRow>('approvals');
      // One whose time is over gives its place to the next.
      await table()
        .where('open_key', openKeyOf(wanted))
        .where('expires_at', '<=', wanted.askedAt)
        .update({ state: 'expired', open_key: null });
      const inserted = await table()
        .insert(row)
        .onConflict('open_key')
        .ignore()
        .returning('id');
      if (inserted.length > 0) return { opened: true, approval: fromRow(row) };
      const found = await table().where('open_key', openKeyOf(wanted)).first();
      if (!found) {
        throw new ConflictError(
          'The same request was answered at this moment; ask again.',
        );
      }
      return { opened: false, approval: fromRow(found) };
    });
  }

  async find(id: string): Promise<Approval | undefined> {
    const row = await this.#table().where({ id }).first();
    return row && fromRow(row);
  }

  async list(filter: ApprovalFilter, limit: number): Promise<Approval[]> {
    const { states, plugin, action, entityRef, requester } = filter;
    const query = this.#table()
      // An open one has a key; NULL itself sorts elsewhere on each database.
      .orderByRaw('(open_key IS NULL), asked_at DESC, id')
      .limit(limit);
    if (states) query.whereIn('state', states);
    if (plugin !== undefined) query.where({ plugin });
    if (action !== undefined) query.where({ action });
    if (entityRef !== undefined) query.where({ entity_ref: entityRef });
    if (requester !== undefined) query.where({ requester });
    return (await query).map(fromRow);
  }

  async countOpen(requester: string, at: Date): Promise<number> {
    const [{ count }] = await this.#open(at)
      .where({ requester })
      .count<Array<{ count: number | string }>>({ count: '*' });
    return Number(count);
  }

  async answer(write: AnswerWrite, expiresAt?: string): Promise<boolean> {
    const { id, to, by, at, reason } = write;
    const now = new Date(at);
    const changed = await this.#open(
      now,
      to === 'withdrawn' ? OPEN : ['waiting'],
    )
      .where({ id })
      .update({
        state: to,
        ...(to === 'withdrawn'
          ? {}
          : {
              answered_by: by,
              answered_at: at,
              answer_reason: reason ?? null,
            }),
        ...(expiresAt ? { expires_at: expiresAt, warned_at: null } : {}),
        ...(to === 'allowed' ? {} : { open_key: null }),
      });
    return changed > 0;
  }

  async use(
    id: string,
    use: { digest: string; requester: string; at: Date; activityId?: string },
  ): Promise<boolean> {
    const { digest, requester, at, activityId } = use;
    const changed = await this.#open(at, ['allowed'])
      .where({ id, digest, requester })
      .update({
        state: 'used',
        used_at: at.toISOString(),
        activity_id: activityId ?? null,
        open_key: null,
      });
    return changed > 0;
  }

  async finish(
    id: string,
    { outcome, error }: ApprovalOutcome,
  ): Promise<boolean> {
    const changed = await this.#table()
      .where({ id, state: 'used' })
      .whereNull('outcome')
      .update({ outcome, outcome_error: error ?? null });
    return changed > 0;
  }

  async expire(at: Date): Promise<Approval[]> {
    const rows = await this.#table()
      .whereIn('state', OPEN)
      .where('expires_at', '<=', at.toISOString());
    return this.#eachOnce(rows, row =>
      this.#table()
        .where({ id: row.id, state: row.state })
        .where('expires_at', '<=', at.toISOString())
        .update({ state: 'expired', open_key: null }),
    );
  }

  async takeWarnings(at: Date, before: Date): Promise<Approval[]> {
    const rows = await this.#open(at)
      .whereNull('warned_at')
      .where('expires_at', '<=', before.toISOString());
    return this.#eachOnce(rows, row =>
      this.#open(at, [row.state])
        .where({ id: row.id })
        .whereNull('warned_at')
        .update({ warned_at: at.toISOString() }),
    );
  }

  /** Those rows whose change this process made. */
  async #eachOnce(
    rows: ApprovalDbRow[],
    change: (row: ApprovalDbRow) => PromiseLike<number>,
  ): Promise<Approval[]> {
    const mine: Approval[] = [];
    for (const row of rows) {
      if ((await change(row)) > 0) mine.push(fromRow(row));
    }
    return mine;
  }

  #table(): Knex.QueryBuilder<ApprovalDbRow, ApprovalDbRow[]> {
    return this.db<ApprovalDbRow>('approvals');
  }

  /** Whether it is open is decided by the time too, at each reading. */
  #open(at: Date, states: ApprovalState[] = OPEN) {
    return this.#table()
      .whereIn('state', states)
      .where('expires_at', '>', at.toISOString());
  }
}
