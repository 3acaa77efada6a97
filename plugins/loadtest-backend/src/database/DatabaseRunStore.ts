import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import {
  ACTIVE_STATES,
  isActive,
  MasterSample,
  RunDetail,
  SamplePoint,
} from '@slipway/plugin-loadtest-common';
import { ServiceUnavailableError } from '@backstage/errors';
import { KeptRun } from '@slipway/plugin-portal-node/retention';
import { RunRow, RunTable } from '@slipway/plugin-portal-node/runs';
import { Knex } from 'knex';
import { RunPlan } from '../runners/types';
import {
  LAUNCH_LEASE_MS,
  Opening,
  RunStep,
  RunStore,
  StoredRun,
} from './RunStore';

const MIGRATIONS = resolvePackagePath(
  '@slipway/plugin-loadtest-backend',
  'migrations',
);

interface RunTableRow extends RunRow {
  ends_by: string;
  open_key: string | null;
  order_key: string | null;
  plan: string;
  tables: string | null;
  verdict: string | null;
  report: string | null;
  ending: string | null;
  last_seq: number;
  series_gone_at: string | null;
}

interface SampleTableRow {
  run_id: string;
  seq: number;
  point: string;
  sample: string;
}

const OPEN_ATTEMPTS = 3;

const keyOf = (target: { cluster: string; namespace: string; url: string }) =>
  `${target.cluster} ${target.namespace} ${target.url}`;

/** {@link RunStore} on SQLite and PostgreSQL. */
export class DatabaseRunStore implements RunStore {
  /** Connects and brings the tables up to date. */
  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseRunStore> {
    const client = await options.database.getClient();
    if (!options.database.migrations?.skip) {
      await client.migrate.latest({ directory: MIGRATIONS });
    }
    return new DatabaseRunStore(client);
  }

  private readonly runs: RunTable<RunTableRow, RunDetail>;

  private constructor(private readonly db: Knex) {
    this.runs = new RunTable(db, {
      runs: 'runs',
      samples: 'samples',
      seriesGoneAt: 'series_gone_at',
      active: ACTIVE_STATES,
    });
  }

  async open(
    owner: string,
    detail: RunDetail,
    plan: RunPlan,
    order?: string,
  ): Promise<Opening> {
    const target = { ...detail, url: detail.targetUrl };
    // A run that was in the way may have ended before it is read.
    for (let attempt = 0; attempt < OPEN_ATTEMPTS; attempt++) {
      const inserted = await this.db<RunTableRow>('runs')
        .insert({
          id: detail.id,
          entity_ref: detail.entityRef,
          state: detail.state,
          created_at: detail.createdAt,
          ends_by: detail.endsBy,
          open_key: keyOf(target),
          order_key: order ?? null,
          detail: JSON.stringify(detail),
          plan: JSON.stringify(plan),
          last_seq: 0,
          lease_owner: owner,
          lease_until: new Date(
            Date.parse(detail.createdAt) + LAUNCH_LEASE_MS,
          ).toISOString(),
        })
        .onConflict()
        .ignore()
        .returning('id');
      if (inserted.length > 0) return { state: 'opened' };
      const ordered = order && (await this.ordered(order));
      if (ordered) return { state: 'ordered', run: ordered };
      const run = await this.active(target);
      if (run) return { state: 'taken', run };
    }
    throw new ServiceUnavailableError(
      'The run could not be kept, because others of the same target start and end at this moment.',
    );
  }

  async ordered(order: string): Promise<RunDetail | undefined> {
    const row = await this.db<RunTableRow>('runs')
      .where('order_key', order)
      .first('detail');
    return row && JSON.parse(row.detail);
  }

  listActive(): Promise<RunDetail[]> {
    return this.runs.allActive();
  }

  async renew(owner: string, id: string, until: Date): Promise<void> {
    await this.db<RunTableRow>('runs')
      .where({ id, lease_owner: owner })
      .update({ lease_until: until.toISOString() });
  }

  async release(owner: string, id: string): Promise<void> {
    await this.db<RunTableRow>('runs')
      .where({ id, lease_owner: owner })
      .update({ lease_owner: null, lease_until: null });
  }

  async find(id: string): Promise<StoredRun | undefined> {
    const row = await this.#run(id);
    return row && fromRow(row);
  }

  async active(target: {
    cluster: string;
    namespace: string;
    url: string;
  }): Promise<RunDetail | undefined> {
    const row = await this.db<RunTableRow>('runs')
      .where('open_key', keyOf(target))
      .first('detail');
    return row && JSON.parse(row.detail);
  }

  list(filter: { entityRef?: string; limit: number }): Promise<RunDetail[]> {
    return this.runs.list(filter);
  }

  between(query: {
    entityRefs: readonly string[];
    from: number;
    to: number;
    limit: number;
  }): Promise<{ runs: RunDetail[]; leftOut: number }> {
    // However it goes, a run is over by `ends_by`.
    return this.runs.between(query, (rows, from) =>
      rows.where('ends_by', '>=', from),
    );
  }

  async points(id: string): Promise<SamplePoint[]> {
    const rows = await this.db<SampleTableRow>('samples')
      .where('run_id', id)
      .orderBy('seq')
      .select('point');
    return rows.map(({ point }) => JSON.parse(point));
  }

  async sample(id: string, seq?: number): Promise<MasterSample | undefined> {
    const query = this.db<SampleTableRow>('samples').where('run_id', id);
    const row = await (seq === undefined
      ? query
      : query.where('seq', '<=', seq)
    )
      .orderBy('seq', 'desc')
      .first('sample');
    return row && JSON.parse(row.sample);
  }

  async samples(
    id: string,
    afterSeq: number,
    limit: number,
  ): Promise<MasterSample[]> {
    const rows = await this.db<SampleTableRow>('samples')
      .where('run_id', id)
      .where('seq', '>', afterSeq)
      .orderBy('seq')
      .limit(limit)
      .select('sample');
    return rows.map(({ sample }) => JSON.parse(sample));
  }

  async report(id: string): Promise<string | undefined> {
    const row = await this.db<RunTableRow>('runs')
      .where({ id })
      .first('report');
    return row?.report ?? undefined;
  }

  async endedBefore(before: string): Promise<KeptRun[]> {
    const runs = await this.runs.endedBefore(before);
    return runs.map(({ createdAt, detail: _, ...run }) => ({
      ...run,
      countedFrom: createdAt,
    }));
  }

  async deleteSeries(id: string, at: string): Promise<void> {
    await this.db.transaction(async trx => {
      const row = await this.runs.locked(trx, id);
      if (!row) return;
      const detail: RunDetail = JSON.parse(row.detail);
      const next = { ...detail, hasReport: false, seriesGoneAt: at };
      await trx<SampleTableRow>('samples').where('run_id', id).delete();
      await trx<RunTableRow>('runs')
        .where({ id })
        .update({
          detail: JSON.stringify(next),
          report: null,
          series_gone_at: at,
        });
    });
  }

  deleteRun(id: string): Promise<void> {
    return this.runs.delete(id);
  }

  claim(owner: string, now: Date, forMs: number): Promise<string[]> {
    return this.runs.claim(owner, now, forMs);
  }

  async step(owner: string, step: RunStep): Promise<boolean> {
    const { detail, samples = [], tables, verdict, report, ending } = step;
    return this.db.transaction(async trx => {
      // A stop that was asked for meanwhile must not be lost.
      const before = await this.runs.locked(trx, detail.id);
      if (!before || before.lease_owner !== owner) return false;
      const kept: RunDetail = JSON.parse(before.detail);
      const next = merged(kept, detail);
      await trx<RunTableRow>('runs')
        .where({ id: detail.id })
        .update({
          state: next.state,
          detail: JSON.stringify(next),
          open_key: isActive(next) ? before.open_key : null,
          ...(tables ? { tables: JSON.stringify(tables) } : {}),
          ...(verdict ? { verdict: JSON.stringify(verdict) } : {}),
          ...(report === undefined ? {} : { report }),
          ...(ending ? { ending: JSON.stringify(ending) } : {}),
          ...(samples.length > 0
            ? { last_seq: samples[samples.length - 1].sample.seq }
            : {}),
        });
      for (const { point, sample } of samples) {
        await trx<SampleTableRow>('samples')
          .insert({
            run_id: detail.id,
            seq: sample.seq,
            point: JSON.stringify(point),
            sample: JSON.stringify(sample),
          })
          .onConflict(['run_id', 'seq'])
          .ignore();
      }
      return true;
    });
  }

  async requestStop(
    id: string,
    stop: { at: string; by: string; reason: string },
  ): Promise<boolean> {
    return this.db.transaction(async trx => {
      const row = await this.runs.locked(trx, id);
      if (!row) return false;
      const detail: RunDetail = JSON.parse(row.detail);
      if (detail.state !== 'starting' && detail.state !== 'running') {
        return false;
      }
      await trx<RunTableRow>('runs')
        .where({ id })
        .update({
          state: 'stopping',
          detail: JSON.stringify({ ...detail, state: 'stopping', stop }),
        });
      return true;
    });
  }

  #run(id: string) {
    return this.db<RunTableRow>('runs').where({ id }).first();
  }
}

/** A step, with a stop that was asked for since it was started. */
function merged(kept: RunDetail, next: RunDetail): RunDetail {
  if (!kept.stop || next.stop) return next;
  return {
    ...next,
    stop: kept.stop,
    state: isActive(next) ? 'stopping' : next.state,
  };
}

function fromRow(row: RunTableRow): StoredRun {
  return {
    detail: JSON.parse(row.detail),
    plan: JSON.parse(row.plan),
    lastSeq: row.last_seq,
    tables: row.tables
      ? JSON.parse(row.tables)
      : { endpoints: [], errors: [], workers: [] },
    ...(row.verdict ? { verdict: JSON.parse(row.verdict) } : {}),
    ...(row.ending ? { ending: JSON.parse(row.ending) } : {}),
  };
}
