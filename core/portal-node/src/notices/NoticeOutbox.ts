import { DatabaseService, LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { DatabaseNoticeStore, DueNotice } from './DatabaseNoticeStore';
import { Notice, Notices } from './types';

/** What another process left is looked for so often. */
const LOOK_MS = 5_000;
/** Whoever claimed a notice sends it within this time, or is gone. */
const LEASE_MS = 30_000;
/** Longest pause between two attempts. */
const MAX_PAUSE_MS = 3_600_000;
/** What could not be sent for so long is no news. */
const PATIENCE_MS = 24 * 3_600_000;
/** What was sent is kept for so long, so that it is not sent again. */
const KEEP_MS = 14 * 24 * 3_600_000;

export interface NoticeOutboxOptions {
  database: DatabaseService;
  logger: LoggerService;
  notifications: Pick<NotificationService, 'send'>;
  now?: () => Date;
}

/**
 * Sends what a plugin notifies of at least once, whichever process is killed
 * when: notices are kept in the plugin's database and are sent by the one
 * replica that claims them. A process that is killed between sending and
 * noting it makes a second one, which replaces the first by its scope.
 */
export class NoticeOutbox implements Notices {
  /** Connects and brings the table of notices up to date. */
  static async create(options: NoticeOutboxOptions): Promise<NoticeOutbox> {
    return new NoticeOutbox(
      options,
      await DatabaseNoticeStore.create(options.database),
    );
  }

  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> | undefined;
  #again = false;
  #started = false;

  private constructor(
    private readonly options: NoticeOutboxOptions,
    private readonly store: DatabaseNoticeStore,
  ) {}

  async put(notice: Notice): Promise<void> {
    await this.store.put(notice, this.#now());
    // Not waited for: it is kept, and will be sent.
    if (this.#started) this.send();
  }

  /** Sends what was left, and from now on what is put. */
  start(): void {
    this.#started = true;
    const next = async () => {
      await this.send();
      if (!this.#started) return;
      this.#timer = setTimeout(next, LOOK_MS);
      this.#timer.unref();
    };
    next();
  }

  /** No more is sent by this process. */
  async stop(): Promise<void> {
    this.#started = false;
    clearTimeout(this.#timer);
    await this.#sending;
  }

  /** Sends what is due now, one after another. Never throws. */
  send(): Promise<void> {
    this.#again = true;
    this.#sending ??= this.#run().finally(() => {
      this.#sending = undefined;
    });
    return this.#sending;
  }

  async #run() {
    while (this.#again) {
      this.#again = false;
      try {
        const due = await this.store.due(this.#now());
        for (const one of due) await this.#sendOne(one);
        if (due.length > 0) {
          const kept = new Date(this.#now().getTime() - KEEP_MS);
          await this.store.deleteBefore(kept);
        }
      } catch (error) {
        this.options.logger.warn(
          `Notifications cannot be sent, will try again: ${stringifyError(
            error,
          )}`,
        );
      }
    }
  }

  async #sendOne({ notice, putAt, attempts }: DueNotice) {
    const { logger, notifications } = this.options;
    const { key, payload, recipients } = notice;
    const now = this.#now();
    const isOurs = await this.store.claim(
      key,
      now,
      new Date(now.getTime() + LEASE_MS),
    );
    if (!isOurs) return;
    try {
      await notifications.send({
        recipients: { type: 'entity', entityRef: recipients },
        payload,
      });
    } catch (error) {
      const isOld = now.getTime() - Date.parse(putAt) > PATIENCE_MS;
      logger.warn(
        `Nobody could be notified (${key})${
          isOld ? ' for a day, it is given up' : ', will try again'
        }: ${stringifyError(error)}`,
      );
      if (!isOld) {
        await this.store.postpone(key, retryAt(now, attempts));
        return;
      }
    }
    await this.store.done(key, this.#now());
  }

  #now(): Date {
    return this.options.now?.() ?? new Date();
  }
}

/** When what failed is tried again: twice as long after each attempt. Pure. */
function retryAt(now: Date, attempts: number): Date {
  const pause = Math.min(MAX_PAUSE_MS, LOOK_MS * 2 ** attempts);
  return new Date(now.getTime() + pause);
}
