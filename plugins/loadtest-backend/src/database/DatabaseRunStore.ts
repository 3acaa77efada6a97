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

interface RunTableRow {
  id: string;
  entity_ref: string;
  state: string;
  created_at: string;
  ends_by: string;
  open_key: string | null;
  order_key: string | null;
  detail: string;
  plan: string;
  tables: string | null;
  verdict: string | null;
  report: string | null;
  ending: string | null;
  last_seq: number;
  lease_owner: string | null;
  lease_until: string | null;
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

  private constructor(private readonly db: Knex) {}

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

  async listActive(): Promise<RunDetail[]> {
    const rows = await this.db<RunTableRow>('runs')
      .whereIn('state', [...ACTIVE_STATES])
      .orderBy(['created_at', 'id'])
      .select('detail');
    return rows.map(({ detail }) => JSON.parse(detail));
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

  async list(filter: {
    entityRef?: string;
    limit: number;
  }): Promise<RunDetail[]> {
    const { entityRef, limit } = filter;
    const rows = await this.db<RunTableRow>('runs')
      .where(entityRef === undefined ? {} : { entity_ref: entityRef })
      .orderBy([{ column: 'created_at', order: 'desc' }, { column: 'id' }])
      .limit(limit)
      .select('detail');
    return rows.map(({ detail }) => JSON.parse(detail));
  }

  async between(query: {
    entityRefs: readonly string[];
    from: number;
    to: number;
    limit: number;
  }): Promise<{ runs: RunDetail[]; leftOut: number }> {
    const { entityRefs, from, to, limit } = query;
    // However it goes, a run is over by `ends_by`.
    const touching = () =>
      this.db<RunTableRow>('runs')
        .whereIn('entity_ref', [...entityRefs])
        .where('created_at', '<=', new Date(to).toISOString())
        .where('ends_by', '>=', new Date(from).toISOString());
    const rows = await touching()
      .orderBy([{ column: 'created_at', order: 'desc' }, { column: 'id' }])
      .limit(limit)
      .select('detail');
    const runs: RunDetail[] = rows.map(({ detail }) => JSON.parse(detail));
    if (rows.length < limit) return { runs, leftOut: 0 };
    const [{ all }] = await touching().count({ all: '*' });
    return { runs, leftOut: Number(all) - rows.length };
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
    const rows = await this.db<RunTableRow>('runs')
      .whereNotIn('state', [...ACTIVE_STATES])
      .where('created_at', '<', before)
      .select('id', 'entity_ref', 'created_at', 'series_gone_at');
    const last: Array<{ entity_ref: string; newest: string }> = await this.db(
      'runs',
    )
      .groupBy('entity_ref')
      .select('entity_ref')
      .max({ newest: 'created_at' });
    const newest = new Map(last.map(row => [row.entity_ref, row.newest]));
    return rows.map(row => ({
      id: row.id,
      countedFrom: row.created_at,
      hasSeries: row.series_gone_at === null,
      isLast: row.created_at === newest.get(row.entity_ref),
    }));
  }

  async deleteSeries(id: string, at: string): Promise<void> {
    await this.db.transaction(async trx => {
      const row = await lockedRun(trx, id);
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

  async deleteRun(id: string): Promise<void> {
    await this.db.transaction(async trx => {
      // Not left to the database: SQLite cascades only where it was told to.
      await trx<SampleTableRow>('samples').where('run_id', id).delete();
      await trx<RunTableRow>('runs').where({ id }).delete();
    });
  }

  async claim(owner: string, now: Date, forMs: number): Promise<string[]> {
    const until = new Date(now.getTime() + forMs).toISOString();
    await this.db<RunTableRow>('runs')
      .whereIn('state', [...ACTIVE_STATES])
      .where(free =>
        free
          .whereNull('lease_owner')
          .orWhere('lease_owner', owner)
          .orWhere('lease_until', '<', now.toISOString()),
      )
      .update({ lease_owner: owner, lease_until: until });
    const rows = await this.db<RunTableRow>('runs')
      .whereIn('state', [...ACTIVE_STATES])
      .where('lease_owner', owner)
      .select('id');
    return rows.map(({ id }) => id);
  }

  async step(owner: string, step: RunStep): Promise<boolean> {
    const { detail, samples = [], tables, verdict, report, ending } = step;
    return this.db.transaction(async trx => {
      // A stop that was asked for meanwhile must not be lost.
      const before = await lockedRun(trx, detail.id);
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
      const row = await lockedRun(trx, id);
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

/** The row of a run, which nobody else changes until the end of the transaction; SQLite has one writer anyway. */
function lockedRun(trx: Knex.Transaction, id: string) {
  return trx<RunTableRow>('runs').where({ id }).forUpdate().first();
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
