import {
  DayChange,
  Severity,
  TrendFacts,
} from '@slipway/plugin-security-common';
import { Knex } from 'knex';
import { at, chunksOf } from './findingChanges';
import { WorkloadPlace } from './FindingsStore';

interface Counted {
  day: string;
  severity: Severity;
  closed_by: 'scan' | 'gone' | null;
  count: number | string;
}

/** Times are ISO texts in UTC: their first ten characters are the day. */
const dayOf = (db: Knex, column: string) =>
  db.raw('substr(??, 1, 10) as day', [column]);

/** Counts of several statements, added up. */
class Changes {
  readonly #days = new Map<string, DayChange>();

  of(day: string, severity: Severity): DayChange {
    const key = `${day} ${severity}`;
    const known = this.#days.get(key);
    if (known) return known;
    const change = { day, severity, opened: 0, closed: 0, gone: 0 };
    this.#days.set(key, change);
    return change;
  }

  all(): DayChange[] {
    return [...this.#days.values()];
  }
}

/**
 * How many findings of workloads were open when a day started, and how many
 * were opened and closed on each day since. Counted by the database: there may
 * be many.
 *
 * @param from - ISO date
 */
export async function findingTrend(
  db: Knex,
  places: readonly WorkloadPlace[],
  from: string,
): Promise<TrendFacts> {
  const start = `${from}T00:00:00.000Z`;
  const before: TrendFacts['before'] = {};
  const changes = new Changes();
  let firstAt: string | undefined;
  for (const chunk of chunksOf(places)) {
    const intervals = () => db('finding_intervals').where(at(chunk));
    const [open, opened, closed, [first]] = await Promise.all([
      intervals()
        .where('opened_at', '<', start)
        .where(still =>
          still.whereNull('closed_at').orWhere('closed_at', '>=', start),
        )
        .groupBy('severity')
        .select('severity')
        .count({ count: '*' }) as Promise<Counted[]>,
      intervals()
        .where('opened_at', '>=', start)
        .groupBy('day', 'severity')
        .select(dayOf(db, 'opened_at'), 'severity')
        .count({ count: '*' }) as Promise<Counted[]>,
      intervals()
        .where('closed_at', '>=', start)
        .groupBy('day', 'severity', 'closed_by')
        .select(dayOf(db, 'closed_at'), 'severity', 'closed_by')
        .count({ count: '*' }) as Promise<Counted[]>,
      intervals().min({ first: 'opened_at' }) as Promise<
        Array<{ first: string | null }>
      >,
    ]);
    for (const { severity, count } of open) {
      before[severity] = (before[severity] ?? 0) + Number(count);
    }
    for (const { day, severity, count } of opened) {
      changes.of(day, severity).opened += Number(count);
    }
    for (const { day, severity, closed_by, count } of closed) {
      const change = changes.of(day, severity);
      change.closed += Number(count);
      if (closed_by === 'gone') change.gone += Number(count);
    }
    if (first.first && (firstAt === undefined || first.first < firstAt)) {
      firstAt = first.first;
    }
  }
  return { before, changes: changes.all(), ...(firstAt ? { firstAt } : {}) };
}
