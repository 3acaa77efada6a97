/** Which pods of a workload lines are of. */
export const LOG_SIDES = ['all', 'stable', 'canary'] as const;
export type LogSide = (typeof LOG_SIDES)[number];

/** Levels that lines are filtered by; the rank grows with severity. */
export const LOG_LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The workload whose lines are asked for, with what tells its revisions apart. */
export interface LogSubject {
  namespace: string;
  /** Name of the Rollout, Deployment or StatefulSet. */
  workload: string;
  /** Pod template hash of the stable revision; absent for workloads that are no Rollout. */
  stableHash?: string;
  /** Pod template hash of the canary; absent while there is none. */
  canaryHash?: string;
}

/** What of a subject's lines is asked for. */
export interface LogFilter {
  side: LogSide;
  /** This level and worse; all when absent. */
  level?: LogLevel;
  /** Words that the message has, next to each other. */
  text?: string;
}

/** A line as users see it: masked, without control characters, of bounded length. */
export interface LogLine {
  /** Index and id of the document: the same line has the same id. */
  id: string;
  /** When it was written, RFC 3339 in UTC. */
  at: string;
  /** Undefined where the line does not say. */
  level?: LogLevel;
  message: string;
  /** Stack trace, lines joined by `\n`. */
  stack?: string;
  logger?: string;
  thread?: string;
  pod?: string;
  container?: string;
  /** Pod template hash; undefined where the document has none. */
  revision?: string;
  /** `earlier`: of a revision that is neither stable nor canary; undefined where that is not known. */
  side?: 'stable' | 'canary' | 'earlier';
  /** How many secrets were masked in it. */
  masked?: number;
  /** The text was longer than is shown. */
  cut?: true;
}

/** Where the next page starts: the sort values of the last line. */
export type LogCursor = ReadonlyArray<string | number | null>;

/** Lines, newest first. */
export interface LogPage {
  lines: LogLine[];
  /** Absent when there is nothing older in the range. */
  next?: LogCursor;
  /** Some shards of the index did not answer, or the search was cut short: lines may be missing. */
  partial?: true;
}
