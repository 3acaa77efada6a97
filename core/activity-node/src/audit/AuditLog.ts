import { LoggerService } from '@backstage/backend-plugin-api';
import { Appended } from './DailyFiles';
import { failureReason, SILENT_DISK, TOO_MANY_WAITING } from './failureReason';

/** How long a caller waits for its line. */
const WAIT_MS = 2_000;
/** How often lines that could not be written are tried again. */
const RETRY_MS = 5_000;
/** Lines of one append. */
const BATCH = 500;
/** Lines kept in memory while the files cannot be written. */
const MAX_WAITING = 5_000;

/** Where lines go. */
export interface LineFiles {
  append(lines: readonly string[]): Promise<Appended>;
}

export interface AuditLogOptions {
  files: LineFiles;
  logger: LoggerService;
  /** Default 2000. */
  waitMs?: number;
  /** Default 5000. */
  retryMs?: number;
  /** Default 5000. */
  maxWaiting?: number;
  /** A line that stands where others were lost. */
  gapLine: (lost: number) => string;
}

interface Waiting {
  line: string;
  settle?: (reason: string | undefined) => void;
}

/**
 * The audit log of this process: one writer, lines in the order in which they
 * came. What cannot be written stays in memory and is written as soon as that
 * works again.
 */
export class AuditLog {
  #queue: Waiting[] = [];
  #lost = 0;
  #writing: Promise<void> = Promise.resolve();
  #busy = false;
  #retry: NodeJS.Timeout | undefined;
  #failure: { since: string; reason: string } | undefined;

  constructor(private readonly options: AuditLogOptions) {}

  /** Since when and why the log cannot be written; undefined while it can. */
  get failure(): { since: string; reason: string } | undefined {
    return this.#failure;
  }

  /**
   * Writes one line.
   *
   * @returns undefined once it is on the disk, or the reason why it is not; then it is written later
   */
  async write(line: string): Promise<string | undefined> {
    if (this.#queue.length >= (this.options.maxWaiting ?? MAX_WAITING)) {
      this.#lost += 1;
      this.#start();
      return this.#failure?.reason ?? TOO_MANY_WAITING;
    }
    return new Promise(resolve => {
      const waitMs = this.options.waitMs ?? WAIT_MS;
      const timer = setTimeout(() => {
        this.#failed(SILENT_DISK);
        resolve(SILENT_DISK);
      }, waitMs);
      timer.unref();
      this.#queue.push({
        line,
        settle: reason => {
          clearTimeout(timer);
          resolve(reason);
        },
      });
      this.#start();
    });
  }

  /** Tries once more to write what is waiting, and stops trying. */
  async close(): Promise<void> {
    await this.#writing;
    if (this.#queue.length > 0) await this.#start();
    clearTimeout(this.#retry);
  }

  #start(): Promise<void> {
    if (!this.#busy) {
      this.#busy = true;
      this.#writing = this.#writeAll();
    }
    return this.#writing;
  }

  async #writeAll(): Promise<void> {
    clearTimeout(this.#retry);
    while (this.#queue.length > 0 || this.#lost > 0) {
      const batch = this.#queue.slice(0, BATCH);
      const lost = batch.length < BATCH ? this.#lost : 0;
      const lines = batch.map(({ line }) => line);
      const { kept, error } = await this.options.files.append(
        lost > 0 ? [...lines, this.options.gapLine(lost)] : lines,
      );
      this.#queue.splice(0, Math.min(kept, batch.length));
      batch.slice(0, kept).forEach(({ settle }) => settle?.(undefined));
      if (error === undefined) {
        this.#lost -= lost;
        this.#succeeded();
        continue;
      }
      const reason = failureReason(error);
      this.#failed(reason);
      for (const waiting of this.#queue) {
        waiting.settle?.(reason);
        waiting.settle = undefined;
      }
      this.#retry = setTimeout(
        () => this.#start(),
        this.options.retryMs ?? RETRY_MS,
      );
      this.#retry.unref();
      break;
    }
    // In the same turn as the last look at the queue: a line that comes later starts again.
    this.#busy = false;
  }

  #failed(reason: string) {
    if (this.#failure?.reason === reason) return;
    this.#failure = {
      since: this.#failure?.since ?? new Date().toISOString(),
      reason,
    };
    this.options.logger.error(
      `${reason} Until then actions are refused; abort continues.`,
    );
  }

  #succeeded() {
    if (!this.#failure) return;
    this.#failure = undefined;
    this.options.logger.info('The audit log can be written again.');
  }
}
