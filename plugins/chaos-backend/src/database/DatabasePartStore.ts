import { DatabaseService } from '@backstage/backend-plugin-api';
import { PartMemory } from '@slipway/plugin-chaos-common';
import { Knex } from 'knex';
import { KeptPart, PartStore } from './PartStore';
import { migrate } from './migrate';

interface PartRow {
  id: string;
  ref: string;
  started_by: string;
  groups: string;
  claimed_at: string;
  launched: boolean | number;
  effective_at: string | null;
  effect_ended_at: string | null;
  finished: boolean | number;
  stop_reason: string | null;
  gone_at: string | null;
}

function groupsOf(text: string): string[] {
  const value: unknown = JSON.parse(text);
  return Array.isArray(value)
    ? value.filter((each): each is string => typeof each === 'string')
    : [];
}

function partOf(row: PartRow): KeptPart {
  return {
    id: row.id,
    ref: row.ref,
    startedBy: {
      userEntityRef: row.started_by,
      ownershipEntityRefs: groupsOf(row.groups),
    },
    launched: Boolean(row.launched),
    memory: {
      ...(row.effective_at ? { effectiveAt: row.effective_at } : {}),
      ...(row.effect_ended_at ? { effectEndedAt: row.effect_ended_at } : {}),
      ...(row.stop_reason ? { stopReason: row.stop_reason } : {}),
      finished: Boolean(row.finished),
    },
    ...(row.gone_at ? { goneAt: row.gone_at } : {}),
  };
}

/** {@link PartStore} on SQLite and PostgreSQL. */
export class DatabasePartStore implements PartStore {
  /** Connects and brings the tables up to date. */
  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabasePartStore> {
    return new DatabasePartStore(await migrate(options.database));
  }

  private constructor(private readonly db: Knex) {}

  async claim({
    id,
    ref,
    startedBy,
  }: Pick<KeptPart, 'id' | 'ref' | 'startedBy'>): Promise<void> {
    await this.#parts()
      .insert({
        id,
        ref,
        started_by: startedBy.userEntityRef,
        groups: JSON.stringify(startedBy.ownershipEntityRefs),
        claimed_at: new Date().toISOString(),
      })
      .onConflict('id')
      .ignore();
  }

  async release(id: string): Promise<void> {
    await this.#parts().where({ id, launched: false }).delete();
  }

  async byId(id: string): Promise<KeptPart | undefined> {
    const row = await this.#parts().where({ id }).first();
    return row && partOf(row);
  }

  async byRef(ref: string): Promise<KeptPart | undefined> {
    const row = await this.#parts().where({ ref }).first();
    return row && partOf(row);
  }

  async seen(id: string, memory: PartMemory): Promise<void> {
    await this.#parts()
      .where({ id })
      .update({
        launched: true,
        effective_at: memory.effectiveAt ?? null,
        effect_ended_at: memory.effectEndedAt ?? null,
        finished: memory.finished === true,
      });
  }

  async stopping(id: string, reason: string): Promise<void> {
    await this.#parts()
      .where({ id })
      .whereNull('stop_reason')
      .update({ stop_reason: reason });
  }

  async gone(id: string, at: string): Promise<void> {
    await this.#parts()
      .where({ id })
      .whereNull('gone_at')
      .update({ gone_at: at });
  }

  async live(): Promise<Array<Pick<KeptPart, 'id' | 'ref'>>> {
    return this.#parts()
      .whereNull('gone_at')
      .where({ launched: true })
      .select('id', 'ref');
  }

  async claimedBefore(
    before: string,
  ): Promise<Array<Pick<KeptPart, 'id' | 'ref'>>> {
    return this.#parts().where('claimed_at', '<', before).select('id', 'ref');
  }

  async delete(id: string): Promise<void> {
    await this.#parts().where({ id }).delete();
  }

  #parts() {
    return this.db<PartRow>('parts');
  }
}
