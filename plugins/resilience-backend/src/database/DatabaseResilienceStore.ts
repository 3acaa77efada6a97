import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import {
  ACTIVE_STATES,
  isActive,
  RunDetail,
  RunStop,
  Sample,
  SavedDesign,
} from '@slipway/plugin-resilience-common';
import { KeptRun } from '@slipway/plugin-portal-node/retention';
import { Knex } from 'knex';
import { ResilienceStore, RunStep, StoredRun } from './ResilienceStore';

const MIGRATIONS = resolvePackagePath(
  '@slipway/plugin-resilience-backend',
  'migrations',
);

interface RunTableRow {
  id: string;
  entity_ref: string;
  state: string;
  created_at: string;
  open_key: string | null;
  detail: string;
  verdict: string | null;
  stepped_at: string | null;
  lease_owner: string | null;
  lease_until: string | null;
  samples_gone_at: string | null;
}

interface SampleTableRow {
  run_id: string;
  seq: number;
  sample: string;
}

interface DesignTableRow {
  id: string;
  entity_ref: string;
  name: string;
  saved: string;
}

const keyOf = (target: {
  cluster: string;
  namespace: string;
  workload: string;
}) => `${target.cluster} ${target.namespace} ${target.workload}`;

const later = (now: Date, ms: number) =>
  new Date(now.getTime() + ms).toISOString();

/** {@link ResilienceStore} on SQLite and PostgreSQL. */
export class DatabaseResilienceStore implements ResilienceStore {
  /** Connects and brings the tables up to date. */
  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseResilienceStore> {
    const { database } = options;
    const client = await database.getClient();
    if (!database.migrations?.skip) {
      await client.migrate.latest({ directory: MIGRATIONS });
    }
    return new DatabaseResilienceStore(client);
  }

  private constructor(private readonly db: Knex) {}

  async open(
    owner: string,
    detail: RunDetail,
    leaseMs: number,
  ): Promise<RunDetail | undefined> {
    const { id, entityRef, state, createdAt } = detail;
    const inserted = await this.#runs()
      .insert({
        id,
        entity_ref: entityRef,
        state,
        created_at: createdAt,
        open_key: keyOf(detail),
        detail: JSON.stringify(detail),
        lease_owner: owner,
        lease_until: later(new Date(createdAt), leaseMs),
      })
      .onConflict('open_key')
      .ignore()
      .returning('id');
    return inserted.length > 0 ? undefined : this.active(detail);
  }

  async find(id: string): Promise<StoredRun | undefined> {
    const row = await this.#runs().where({ id }).first();
    return (
      row && {
        detail: JSON.parse(row.detail),
        ...(row.verdict ? { verdict: JSON.parse(row.verdict) } : {}),
        ...(row.stepped_at ? { steppedAt: row.stepped_at } : {}),
      }
    );
  }

  async active(target: {
    cluster: string;
    namespace: string;
    workload: string;
  }): Promise<RunDetail | undefined> {
    const row = await this.#runs()
      .where('open_key', keyOf(target))
      .first('detail');
    return row && JSON.parse(row.detail);
  }

  async allActive(): Promise<RunDetail[]> {
    const rows = await this.#runs()
      .whereIn('state', [...ACTIVE_STATES])
      .orderBy('created_at')
      .select('detail');
    return rows.map(({ detail }) => JSON.parse(detail));
  }

  async list(filter: {
    entityRef?: string;
    limit: number;
  }): Promise<RunDetail[]> {
    const query = this.#runs()
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(filter.limit)
      .select('detail');
    if (filter.entityRef !== undefined) {
      query.where('entity_ref', filter.entityRef);
    }
    return (await query).map(({ detail }) => JSON.parse(detail));
  }

  async between(query: {
    entityRefs: readonly string[];
    from: number;
    to: number;
    limit: number;
  }): Promise<{ runs: RunDetail[]; leftOut: number }> {
    const { entityRefs, from, to, limit } = query;
    // A run ends with a step.
    const touching = () =>
      this.#runs()
        .whereIn('entity_ref', [...entityRefs])
        .where('created_at', '<=', new Date(to).toISOString())
        .where(late =>
          late
            .whereIn('state', [...ACTIVE_STATES])
            .orWhere('stepped_at', '>=', new Date(from).toISOString()),
        );
    const rows = await touching()
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(limit)
      .select('detail');
    const runs: RunDetail[] = rows.map(({ detail }) => JSON.parse(detail));
    if (rows.length < limit) return { runs, leftOut: 0 };
    const [{ all }] = await touching().count({ all: '*' });
    return { runs, leftOut: Number(all) - rows.length };
  }

  async samples(id: string): Promise<Sample[]> {
    const rows = await this.db<SampleTableRow>('joint_samples')
      .where('run_id', id)
      .orderBy('seq')
      .select('sample');
    return rows.map(({ sample }) => JSON.parse(sample));
  }

  async claim(owner: string, now: Date, forMs: number): Promise<string[]> {
    await this.#runs()
      .whereIn('state', [...ACTIVE_STATES])
      .where(free =>
        free
          .whereNull('lease_owner')
          .orWhere('lease_owner', owner)
          .orWhere('lease_until', '<', now.toISOString()),
      )
      .update({ lease_owner: owner, lease_until: later(now, forMs) });
    const mine = await this.#runs()
      .whereIn('state', [...ACTIVE_STATES])
      .where('lease_owner', owner)
      .select('id');
    return mine.map(({ id }) => id);
  }

  async release(owner: string): Promise<void> {
    await this.#runs()
      .where('lease_owner', owner)
      .update({ lease_owner: null, lease_until: null });
  }

  async step(owner: string, step: RunStep): Promise<RunDetail | undefined> {
    const { detail, at, sample, verdict } = step;
    return this.db.transaction(async trx => {
      const before = await locked(trx, detail.id);
      if (before?.lease_owner !== owner) return undefined;
      const next = withStopOf(JSON.parse(before.detail), detail);
      await trx<RunTableRow>('joint_runs')
        .where('id', detail.id)
        .update({
          state: next.state,
          detail: JSON.stringify(next),
          verdict: JSON.stringify(verdict),
          stepped_at: at,
          open_key: isActive(next) ? before.open_key : null,
        });
      if (sample) {
        await trx<SampleTableRow>('joint_samples').insert({
          run_id: detail.id,
          seq: sample.seq,
          sample: JSON.stringify(sample),
        });
      }
      return next;
    });
  }

  async requestStop(id: string, stop: RunStop): Promise<boolean> {
    return this.db.transaction(async trx => {
      const row = await locked(trx, id);
      const detail: RunDetail | undefined = row && JSON.parse(row.detail);
      if (!detail || detail.stop || !isActive(detail)) return false;
      const stopping: RunDetail = { ...detail, state: 'stopping', stop };
      await trx<RunTableRow>('joint_runs')
        .where({ id })
        .update({ state: 'stopping', detail: JSON.stringify(stopping) });
      return true;
    });
  }

  async endedBefore(before: string): Promise<KeptRun[]> {
    const rows = await this.#runs()
      .whereNotIn('state', [...ACTIVE_STATES])
      .where('created_at', '<', before)
      .select('id', 'entity_ref', 'created_at', 'detail', 'samples_gone_at');
    const last: Array<{ entity_ref: string; newest: string }> =
      await this.#runs()
        .groupBy('entity_ref')
        .select('entity_ref')
        .max({ newest: 'created_at' });
    const newest = new Map(last.map(row => [row.entity_ref, row.newest]));
    return rows.map(row => {
      const { endedAt }: RunDetail = JSON.parse(row.detail);
      return {
        id: row.id,
        countedFrom: endedAt ?? row.created_at,
        hasSeries: row.samples_gone_at === null,
        isLast: row.created_at === newest.get(row.entity_ref),
      };
    });
  }

  async deleteSeries(id: string, at: string): Promise<void> {
    await this.db.transaction(async trx => {
      const row = await locked(trx, id);
      if (!row) return;
      const next: RunDetail = { ...JSON.parse(row.detail), samplesGoneAt: at };
      await trx<SampleTableRow>('joint_samples').where('run_id', id).delete();
      await trx<RunTableRow>('joint_runs')
        .where({ id })
        .update({ detail: JSON.stringify(next), samples_gone_at: at });
    });
  }

  async deleteRun(id: string): Promise<void> {
    await this.db.transaction(async trx => {
      // Not left to the database: SQLite cascades only where it was told to.
      await trx<SampleTableRow>('joint_samples').where('run_id', id).delete();
      await trx<RunTableRow>('joint_runs').where({ id }).delete();
    });
  }

  async designs(entityRef: string): Promise<SavedDesign[]> {
    const rows = await this.db<DesignTableRow>('designs')
      .where('entity_ref', entityRef)
      .orderBy('name')
      .select('saved');
    return rows.map(({ saved }) => JSON.parse(saved));
  }

  async saveDesign(saved: SavedDesign): Promise<string> {
    const { id, entityRef, name } = saved;
    return this.db.transaction(async trx => {
      const former = await trx<DesignTableRow>('designs')
        .where({ entity_ref: entityRef, name })
        .forUpdate()
        .first('id');
      const kept = { ...saved, id: former?.id ?? id };
      await trx<DesignTableRow>('designs')
        .insert({
          id: kept.id,
          entity_ref: entityRef,
          name,
          saved: JSON.stringify(kept),
        })
        .onConflict(['entity_ref', 'name'])
        .merge(['saved']);
      return kept.id;
    });
  }

  async deleteDesign(entityRef: string, id: string): Promise<boolean> {
    const deleted = await this.db<DesignTableRow>('designs')
      .where({ id, entity_ref: entityRef })
      .delete();
    return deleted > 0;
  }

  #runs() {
    return this.db<RunTableRow>('joint_runs');
  }
}

/** The row of a run, which nobody else changes until the end of the transaction. */
function locked(trx: Knex.Transaction, id: string) {
  return trx<RunTableRow>('joint_runs').where({ id }).forUpdate().first();
}

/** A step, with a stop that was asked for since it was started. */
function withStopOf(kept: RunDetail, next: RunDetail): RunDetail {
  if (!kept.stop || next.stop || !isActive(next)) return next;
  return { ...next, stop: kept.stop, state: 'stopping' };
}
