import { Vulnerability } from '@slipway/plugin-security-common';
import { Knex } from 'knex';
import { chunksOf } from './rows';

interface AliasRow {
  alias: string;
  vulnerability: string;
}

/** Pairs that are known to be kept; far more than there are vulnerabilities in one company's images. */
const MOST_REMEMBERED = 200_000;

/** Ids that stand for the same vulnerability, as reports and scans have said. */
export class Aliases {
  constructor(
    private readonly db: Knex,
    /** Pairs that are known to be kept. */
    private readonly kept = new Set<string>(),
  ) {}

  /** The same in a transaction. When it is taken back, {@link forget} what it learned. */
  within(db: Knex): Aliases {
    return new Aliases(db, this.kept);
  }

  forget(): void {
    this.kept.clear();
  }

  /** Keeps what findings say of other ids of theirs. */
  async learn(findings: readonly Vulnerability[]): Promise<void> {
    const rows = new Map<string, AliasRow>();
    for (const { id, aliases = [] } of findings) {
      for (const alias of aliases) {
        const key = `${alias} ${id}`;
        if (!this.kept.has(key)) rows.set(key, { alias, vulnerability: id });
      }
    }
    for (const chunk of chunksOf([...rows.values()])) {
      await this.#rows().insert(chunk).onConflict().ignore();
    }
    if (this.kept.size > MOST_REMEMBERED) this.kept.clear();
    for (const key of rows.keys()) this.kept.add(key);
  }

  /** All ids of a vulnerability: itself, what it stands for, and what stands for that. */
  async sameAs(id: string): Promise<string[]> {
    const known = await this.#rows().where({ alias: id }).select();
    const canonical = [id, ...known.map(each => each.vulnerability)];
    const others = await this.#rows()
      .whereIn('vulnerability', canonical)
      .select();
    return [...new Set([...canonical, ...others.map(({ alias }) => alias)])];
  }

  #rows() {
    return this.db<AliasRow>('vulnerability_aliases');
  }
}
