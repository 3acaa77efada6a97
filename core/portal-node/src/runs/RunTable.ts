import { Knex } from 'knex';
import { KeptRun } from '../retention';

/** What every table of runs has. Times are ISO 8601 text in UTC. */
export interface RunRow {
  id: string;
  entity_ref: string;
  state: string;
  created_at: string;
  /** The run as pages show it, in JSON. */
  detail: string;
  lease_owner: string | null;
  lease_until: string | null;
}

/** A run that has ended, for those who decide whether it is kept. */
export interface EndedRun<Detail> extends Omit<KeptRun, 'countedFrom'> {
  createdAt: string;
  detail: Detail;
}

interface EndedRow
  extends Omit<RunRow, 'state' | 'lease_owner' | 'lease_until'> {
  gone_at: string | null;
}

export interface RunTableOptions {
  /** Name of the table. */
  runs: string;
  /** Name of the table of their samples, by `run_id`. */
  samples: string;
  /** Column with the time at which the samples of a run were deleted. */
  seriesGoneAt: string;
  /** States of a run that has not ended. */
  active: readonly string[];
}

const newestFirst = (rows: Knex.QueryBuilder) =>
  rows.orderBy([{ column: 'created_at', order: 'desc' }, { column: 'id' }]);

const detailsOf = <Detail>(rows: ReadonlyArray<{ detail: string }>): Detail[] =>
  rows.map(({ detail }) => JSON.parse(detail));

/** What is asked the same way of every table of runs, on SQLite and PostgreSQL. */
export class RunTable<Row extends RunRow, Detail> {
  constructor(
    private readonly db: Knex,
    private readonly options: RunTableOptions,
  ) {}

  /** Newest first. */
  async list(filter: { entityRef?: string; limit: number }): Promise<Detail[]> {
    const { entityRef, limit } = filter;
    return detailsOf<Detail>(
      await newestFirst(this.rows())
        .where(entityRef === undefined ? {} : { entity_ref: entityRef })
        .limit(limit)
        .select('detail'),
    );
  }

  /** Runs that have not ended, oldest first. */
  async allActive(): Promise<Detail[]> {
    return detailsOf<Detail>(
      await this.rows()
        .whereIn('state', [...this.options.active])
        .orderBy(['created_at', 'id'])
        .select('detail'),
    );
  }

  /**
   * Runs of these entities that touch a range of time, newest first, and how
   * many more there are.
   *
   * @param lasts - keeps runs that were not over before an ISO time
   */
  async between(
    query: {
      entityRefs: readonly string[];
      from: number;
      to: number;
      limit: number;
    },
    lasts: (rows: Knex.QueryBuilder, from: string) => void,
  ): Promise<{ runs: Detail[]; leftOut: number }> {
    const { entityRefs, from, to, limit } = query;
    const touching = () =>
      this.rows()
        .whereIn('entity_ref', [...entityRefs])
        .where('created_at', '<=', new Date(to).toISOString())
        .where(rows => lasts(rows, new Date(from).toISOString()));
    const rows = await newestFirst(touching()).limit(limit).select('detail');
    const runs = detailsOf<Detail>(rows);
    if (rows.length < limit) return { runs, leftOut: 0 };
    const [{ all }] = await touching().count({ all: '*' });
    return { runs, leftOut: Number(all) - rows.length };
  }

  /** Takes the lease of every active run that nobody else has. @returns ids of all whose lease is the owner's now */
  async claim(owner: string, now: Date, forMs: number): Promise<string[]> {
    const active = () => this.rows().whereIn('state', [...this.options.active]);
    await active()
      .where(free =>
        free
          .whereNull('lease_owner')
          .orWhere('lease_owner', owner)
          .orWhere('lease_until', '<', now.toISOString()),
      )
      .update({
        lease_owner: owner,
        lease_until: new Date(now.getTime() + forMs).toISOString(),
      });
    const mine: Array<Pick<RunRow, 'id'>> = await active()
      .where({ lease_owner: owner })
      .select('id');
    return mine.map(({ id }) => id);
  }

  /** Runs that have ended, of those made before an ISO time. */
  async endedBefore(before: string): Promise<Array<EndedRun<Detail>>> {
    const { active, seriesGoneAt } = this.options;
    const rows: EndedRow[] = await this.rows()
      .whereNotIn('state', [...active])
      .where('created_at', '<', before)
      .select('id', 'entity_ref', 'created_at', 'detail', {
        gone_at: seriesGoneAt,
      });
    const last: Array<{ entity_ref: string; newest: string }> =
      await this.rows()
        .groupBy('entity_ref')
        .select('entity_ref')
        .max({ newest: 'created_at' });
    const newest = new Map(last.map(row => [row.entity_ref, row.newest]));
    return rows.map(row => ({
      id: row.id,
      createdAt: row.created_at,
      detail: JSON.parse(row.detail),
      hasSeries: row.gone_at === null,
      isLast: row.created_at === newest.get(row.entity_ref),
    }));
  }

  /** Deletes a run with its samples. */
  async delete(id: string): Promise<void> {
    await this.db.transaction(async trx => {
      // Not left to the database: SQLite cascades only where it is configured to.
      await trx(this.options.samples).where('run_id', id).delete();
      await trx(this.options.runs).where({ id }).delete();
    });
  }

  /** The row of a run, which nobody else changes until the end of the transaction; SQLite has one writer anyway. */
  locked(trx: Knex.Transaction, id: string): Promise<Row | undefined> {
    return trx(this.options.runs).where({ id }).forUpdate().first();
  }

  private rows(): Knex.QueryBuilder {
    return this.db(this.options.runs);
  }
}
