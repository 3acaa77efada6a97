import { DatabaseService } from '@backstage/backend-plugin-api';
import { HaltState } from '@slipway/plugin-chaos-common';
import { Knex } from 'knex';
import { HaltStore } from './HaltStore';
import { migrate } from './migrate';

interface HaltRow {
  halted_at: string;
  halted_by: string;
  reason: string;
  stopped: number | null;
  lifted_at: string | null;
  lifted_by: string | null;
}

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
    const row = await this.db<HaltRow>('halts')
      .whereNull('lifted_at')
      .orderBy('halted_at', 'desc')
      .first();
    if (!row) return { halted: false };
    return {
      halted: true,
      by: row.halted_by,
      at: row.halted_at,
      reason: row.reason,
      ...(row.stopped === null ? {} : { stopped: row.stopped }),
    };
  }

  async halt(by: string, at: string, reason: string): Promise<void> {
    // Two at the same millisecond: one of them holds, and that is enough.
    await this.db<HaltRow>('halts')
      .insert({ halted_at: at, halted_by: by, reason })
      .onConflict('halted_at')
      .ignore();
  }

  async stopped(at: string, count: number): Promise<void> {
    await this.db<HaltRow>('halts')
      .where({ halted_at: at })
      .update({ stopped: count });
  }

  async lift(by: string, at: string): Promise<void> {
    await this.db<HaltRow>('halts')
      .whereNull('lifted_at')
      .update({ lifted_at: at, lifted_by: by });
  }
}
