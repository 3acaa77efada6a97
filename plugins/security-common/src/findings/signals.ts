import { isObject, list, string } from '@slipway/plugin-clusters-common/read';
import { Severity } from '../types';

/** EPSS: how likely a vulnerability is exploited within 30 days, 0 to 1. */
export interface EpssFile {
  /** ISO time of the scores. */
  date?: string;
  scores: ReadonlyMap<string, number>;
}

/** CISA's list of vulnerabilities that are known to be exploited. */
export interface KevFile {
  date?: string;
  ids: ReadonlySet<string>;
}

/** What is known of a vulnerability beside the scan. Absent is unknown, not zero and not no. */
export interface Signals {
  /** 0 to 1. */
  epss?: number;
  kev?: boolean;
}

const isoOf = (value: string | undefined) => {
  const at = Date.parse(value ?? '');
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
};

/**
 * Reads the CSV of EPSS. Lines of another form are left out.
 *
 * @see https://www.first.org/epss/data_stats
 */
export function readEpss(csv: string): EpssFile {
  const scores = new Map<string, number>();
  let date: string | undefined;
  for (const line of csv.split('\n')) {
    if (line.startsWith('#')) {
      date = isoOf(/score_date:([^,\s]+)/.exec(line)?.[1]);
      continue;
    }
    const [id, score] = line.split(',', 2);
    const value = Number(score);
    if (/^CVE-\d{4}-\d{4,}$/.test(id) && value >= 0 && value <= 1) {
      scores.set(id, value);
    }
  }
  return { ...(date ? { date } : {}), scores };
}

/**
 * Reads the JSON of the KEV catalog.
 *
 * @throws Error when it is none
 * @see https://www.cisa.gov/known-exploited-vulnerabilities-catalog
 */
export function readKev(json: string): KevFile {
  const document: unknown = JSON.parse(json);
  if (!isObject(document) || !Array.isArray(document.vulnerabilities)) {
    throw new Error('it has no list of vulnerabilities');
  }
  const date = isoOf(string(document.dateReleased));
  return {
    ...(date ? { date } : {}),
    ids: new Set(
      list(document.vulnerabilities).flatMap(
        ({ cveID }) => string(cveID) ?? [],
      ),
    ),
  };
}

/** What decides how urgent a finding is. */
export interface Urgency extends Signals {
  fixable: boolean;
  severity: Severity;
  /** ISO time since when it is known here. */
  since?: string;
  /** ISO time until when it must be gone; absent: it has no deadline. */
  due?: string;
  /** Its deadline is over. */
  overdue?: boolean;
}

const RANK: Readonly<Record<Severity, number>> = {
  critical: 4,
  high: 3,
  medium: 2,
  low: 1,
  unknown: 0,
};

/** For sorting: worst first. */
export const compareSeverity = (a: Severity, b: Severity) => RANK[b] - RANK[a];

/** For sorting, most urgent first: exploited, overdue, fixable, EPSS, severity, oldest. */
export function compareUrgency(a: Urgency, b: Urgency): number {
  return (
    Number(b.kev ?? false) - Number(a.kev ?? false) ||
    Number(b.overdue ?? false) - Number(a.overdue ?? false) ||
    Number(b.fixable) - Number(a.fixable) ||
    (b.epss ?? -1) - (a.epss ?? -1) ||
    compareSeverity(a.severity, b.severity) ||
    (a.since ?? '9').localeCompare(b.since ?? '9')
  );
}
