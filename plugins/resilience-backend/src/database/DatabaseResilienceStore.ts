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
import { RunRow, RunTable } from '@slipway/plugin-portal-node/runs';
import { Knex } from 'knex';
import { ResilienceStore, RunStep, StoredRun } from './ResilienceStore';

const MIGRATIONS = resolvePackagePath(
  '@slipway/plugin-resilience-backend',
  'migrations',
);

interface RunTableRow extends RunRow {
  open_key: string | null;
  verdict: string | null;
  stepped_at: string | null;
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

  private readonly runs: RunTable<RunTableRow, RunDetail>;

  private constructor(private readonly db: Knex) {
    this.runs = new RunTable(db, {
      runs: 'joint_runs',
      samples: 'joint_samples',
      seriesGoneAt: 'samples_gone_at',
      active: ACTIVE_STATES,
    });
  }

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

  allActive(): Promise<RunDetail[]> {
    return this.runs.allActive();
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
    // A run ends with a step.
    return this.runs.between(query, (rows, from) =>
      rows
        .whereIn('state', [...ACTIVE_STATES])
        .orWhere('stepped_at', '>=', from),
    );
  }

  async samples(id: string): Promise<Sample[]> {
    const rows = await this.db<SampleTableRow>('joint_samples')
      .where('run_id', id)
      .orderBy('seq')
      .select('sample');
    return rows.map(({ sample }) => JSON.parse(sample));
  }

  claim(owner: string, now: Date, forMs: number): Promise<string[]> {
    return this.runs.claim(owner, now, forMs);
  }

  async release(owner: string): Promise<void> {
    await this.#runs()
      .where('lease_owner', owner)
      .update({ lease_owner: null, lease_until: null });
  }

  async step(owner: string, step: RunStep): Promise<RunDetail | undefined> {
    const { detail, at, sample, verdict } = step;
    return this.db.transaction(async trx => {
      const before = await this.runs.locked(trx, detail.id);
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
      const row = await this.runs.locked(trx, id);
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
    const runs = await this.runs.endedBefore(before);
    return runs.map(({ createdAt, detail, ...run }) => ({
      ...run,
      countedFrom: detail.endedAt ?? createdAt,
    }));
  }

  async deleteSeries(id: string, at: string): Promise<void> {
    await this.db.transaction(async trx => {
      const row = await this.runs.locked(trx, id);
      if (!row) return;
      const next: RunDetail = { ...JSON.parse(row.detail), samplesGoneAt: at };
      await trx<SampleTableRow>('joint_samples').where('run_id', id).delete();
      await trx<RunTableRow>('joint_runs')
        .where({ id })
        .update({ detail: JSON.stringify(next), samples_gone_at: at });
    });
  }

  deleteRun(id: string): Promise<void> {
    return this.runs.delete(id);
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

/** A step, with a stop that was asked for since it was started. */
function withStopOf(kept: RunDetail, next: RunDetail): RunDetail {
  if (!kept.stop || next.stop || !isActive(next)) return next;
  return { ...next, stop: kept.stop, state: 'stopping' };
}
