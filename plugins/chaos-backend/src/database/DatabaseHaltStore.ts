import { DatabaseService } from '@backstage/backend-plugin-api';
import { HaltState } from '@slipway/plugin-chaos-common';
import { Knex } from 'knex';
import { HaltEnd, HaltLease, HaltStore, NewHalt } from './HaltStore';
import { migrate } from './migrate';

interface HaltRow {
  halted_at: string;
  halted_by: string;
  reason: string;
  /** NULL until it was carried out. */
  stopped: number | null;
  lifted_at: string | null;
  lifted_by: string | null;
  groups: string | null;
  targets: string | null;
  left_over: string | null;
  lease_owner: string | null;
  lease_until: string | null;
}

/** A list as it was kept; of a row of an earlier version there is none. */
const listOf = <T>(text: string | null): T[] => (text ? JSON.parse(text) : []);

const haltOf = (row: HaltRow): NewHalt => ({
  actor: {
    userEntityRef: row.halted_by,
    ownershipEntityRefs: listOf(row.groups),
  },
  at: row.halted_at,
  reason: row.reason,
  targets: listOf(row.targets),
});

const leaseOf = ({ owner, until }: HaltLease) => ({
  lease_owner: owner,
  lease_until: until.toISOString(),
});

/** {@link HaltStore} on SQLite and PostgreSQL. */
export class DatabaseHaltStore implements HaltStore {
  /** Connects and brings the tables up to date. */
  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseHaltStore> {
    return new DatabaseHaltStore(await migrate(options.database));
  }

  private constructor(private readonly db: Knex) {}

  async read(): Promise<HaltState> {
    const row = await this.#newest();
    if (!row) return { halted: false };
    const left = listOf<string>(row.left_over);
    return {
      halted: true,
      by: row.halted_by,
      at: row.halted_at,
      reason: row.reason,
      ...(row.stopped === null
        ? { stopping: true }
        : { stopped: row.stopped, ...(left.length > 0 ? { left } : {}) }),
    };
  }

  async halt(
    { actor, at, reason, targets }: NewHalt,
    lease: HaltLease,
  ): Promise<void> {
    // Two at the same millisecond: one of them holds, and that is enough.
    await this.#halts()
      .insert({
        halted_at: at,
        halted_by: actor.userEntityRef,
        reason,
        groups: JSON.stringify(actor.ownershipEntityRefs),
        targets: JSON.stringify(targets),
        ...leaseOf(lease),
      })
      .onConflict('halted_at')
      .ignore();
  }

  async claimUnfinished({
    now,
    ...lease
  }: HaltLease & { now: Date }): Promise<NewHalt | undefined> {
    const row = await this.#newest();
    if (!row || row.stopped !== null) return undefined;
    const claimed = await this.#halts()
      .where({ halted_at: row.halted_at })
      .whereNull('stopped')
      .where(free =>
        free
          .whereNull('lease_until')
          .orWhere('lease_until', '<', now.toISOString()),
      )
      .update(leaseOf(lease));
    return claimed > 0 ? haltOf(row) : undefined;
  }

  async renew(at: string, lease: HaltLease): Promise<void> {
    await this.#halts()
      .where({ halted_at: at, lease_owner: lease.owner })
      .update(leaseOf(lease));
  }

  async finished(at: string, { stopped, left }: HaltEnd): Promise<boolean> {
    const updated = await this.#halts()
      .where({ halted_at: at })
      .whereNull('stopped')
      .update({
        stopped,
        left_over: JSON.stringify(left),
        lease_owner: null,
        lease_until: null,
      });
    return updated > 0;
  }

  async lift(by: string, at: string): Promise<void> {
    await this.#halts()
      .whereNull('lifted_at')
      .update({ lifted_at: at, lifted_by: by });
  }

  #newest(): Promise<HaltRow | undefined> {
    return this.#halts()
      .whereNull('lifted_at')
      .orderBy('halted_at', 'desc')
      .first();
  }

  #halts() {
    return this.db<HaltRow>('halts');
  }
}
