import { DatabaseService } from '@backstage/backend-plugin-api';
import { AcceptedRisk } from '@slipway/plugin-security-common';
import { Knex } from 'knex';
import { connect } from './connect';

interface RiskRow {
  id: string;
  vulnerability: string;
  package: string;
  scope: AcceptedRisk['scope'];
  entity_ref: string;
  repository: string | null;
  severity: AcceptedRisk['severity'];
  reason: string;
  accepted_by: string;
  allowed_by: string | null;
  accepted_at: string;
  until: string;
  withdrawn_at: string | null;
  withdrawn_by: string | null;
}

function riskOf(row: RiskRow): AcceptedRisk {
  return {
    id: row.id,
    vulnerability: row.vulnerability,
    package: row.package,
    scope: row.scope,
    entityRef: row.entity_ref,
    ...(row.repository ? { repository: row.repository } : {}),
    severity: row.severity,
    reason: row.reason,
    acceptedBy: row.accepted_by,
    ...(row.allowed_by ? { allowedBy: row.allowed_by } : {}),
    acceptedAt: row.accepted_at,
    until: row.until,
    ...(row.withdrawn_at ? { withdrawnAt: row.withdrawn_at } : {}),
    ...(row.withdrawn_by ? { withdrawnBy: row.withdrawn_by } : {}),
  };
}

/** Accepted risks, on SQLite and PostgreSQL. */
export class DatabaseRiskStore {
  /** Connects and brings the tables up to date. */
  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseRiskStore> {
    return new DatabaseRiskStore(await connect(options.database));
  }

  private constructor(private readonly db: Knex) {}

  async keep(risk: AcceptedRisk): Promise<void> {
    await this.#risks().insert({
      id: risk.id,
      vulnerability: risk.vulnerability,
      package: risk.package,
      scope: risk.scope,
      entity_ref: risk.entityRef,
      repository: risk.repository ?? null,
      severity: risk.severity,
      reason: risk.reason,
      accepted_by: risk.acceptedBy,
      allowed_by: risk.allowedBy ?? null,
      accepted_at: risk.acceptedAt,
      until: risk.until,
      withdrawn_at: null,
      withdrawn_by: null,
    });
  }

  /** @returns whether it was not withdrawn before */
  async withdraw(id: string, by: string, at: string): Promise<boolean> {
    const count = await this.#risks()
      .where({ id })
      .whereNull('withdrawn_at')
      .update({ withdrawn_at: at, withdrawn_by: by });
    return count === 1;
  }

  async find(id: string): Promise<AcceptedRisk | undefined> {
    const row = await this.#risks().where({ id }).first();
    return row && riskOf(row);
  }

  /**
   * Those that hold, first those that end first.
   *
   * @param now - ISO time
   */
  async active(now: string): Promise<AcceptedRisk[]> {
    const rows = await this.#risks()
      .where('until', '>=', now.slice(0, 10))
      .whereNull('withdrawn_at')
      .orderBy(['until', 'accepted_at', 'id'])
      .select();
    return rows.map(riskOf);
  }

  #risks() {
    return this.db<RiskRow>('accepted_risks');
  }
}
