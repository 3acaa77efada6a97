import { DatabaseService } from '@backstage/backend-plugin-api';
import { LoadSchedule } from '@slipway/plugin-loadtest-common';
import { Knex } from 'knex';

interface ScheduleTableRow {
  id: string;
  entity_ref: string;
  next_at: string | null;
  detail: string;
}

const rowOf = (schedule: LoadSchedule): ScheduleTableRow => ({
  id: schedule.id,
  entity_ref: schedule.entityRef,
  next_at: schedule.nextAt ?? null,
  detail: JSON.stringify(schedule),
});

/** Where schedules are kept: on SQLite and PostgreSQL. The tables are those that `DatabaseRunStore` migrates. */
export class DatabaseScheduleStore {
  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseScheduleStore> {
    return new DatabaseScheduleStore(await options.database.getClient());
  }

  private constructor(private readonly db: Knex) {}

  async add(schedule: LoadSchedule): Promise<void> {
    await this.db<ScheduleTableRow>('schedules').insert(rowOf(schedule));
  }

  async find(id: string): Promise<LoadSchedule | undefined> {
    const row = await this.db<ScheduleTableRow>('schedules')
      .where({ id })
      .first();
    return row && JSON.parse(row.detail);
  }

  /** The schedules of an entity, the one that starts next first. */
  async list(entityRef: string): Promise<LoadSchedule[]> {
    const rows = await this.db<ScheduleTableRow>('schedules')
      .where({ entity_ref: entityRef })
      .select('detail');
    return rows
      .map(({ detail }): LoadSchedule => JSON.parse(detail))
      .sort((a, b) => (a.nextAt ?? '9').localeCompare(b.nextAt ?? '9'));
  }

  /** Those whose next start is not after `now`. */
  async due(now: Date): Promise<LoadSchedule[]> {
    const rows = await this.db<ScheduleTableRow>('schedules')
      .where('next_at', '<=', now.toISOString())
      .select('detail');
    return rows.map(({ detail }) => JSON.parse(detail));
  }

  /**
   * Replaces a schedule if its next start is still that of `from`: of several
   * replicas one does.
   */
  async replace(from: LoadSchedule, to: LoadSchedule): Promise<boolean> {
    const changed = await this.db<ScheduleTableRow>('schedules')
      .where({ id: from.id, next_at: from.nextAt ?? null })
      .update(rowOf(to));
    return changed > 0;
  }

  /** Keeps what became of a start, and whether the schedule was stopped by it. Pause and delete that came between stay. */
  async record(
    id: string,
    change: (schedule: LoadSchedule) => LoadSchedule,
  ): Promise<void> {
    await this.db.transaction(async trx => {
      const row = await trx<ScheduleTableRow>('schedules')
        .where({ id })
        .forUpdate()
        .first();
      if (!row) return;
      await trx<ScheduleTableRow>('schedules')
        .where({ id })
        .update(rowOf(change(JSON.parse(row.detail))));
    });
  }

  async remove(id: string): Promise<void> {
    await this.db<ScheduleTableRow>('schedules').where({ id }).delete();
  }
}
