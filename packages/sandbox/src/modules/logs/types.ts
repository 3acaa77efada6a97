/** A line that a container of the ten services has written. */
export interface ModelLine {
  /** When it was written, ms since 1970. */
  at: number;
  /** Its place in the file of its container; grows with time. */
  offset: number;
  namespace: string;
  pod: string;
  level: 'ERROR' | 'WARN' | 'INFO';
  logger: string;
  thread: string;
  message: string;
  /** A Java stack trace, lines joined by `\n`. */
  stack?: string;
}

/** A document as Filebeat writes it, with the id that the index gives it. */
export interface LogDocument {
  id: string;
  /** ms since 1970. */
  at: number;
  offset: number;
  source: Readonly<Record<string, unknown>>;
}
