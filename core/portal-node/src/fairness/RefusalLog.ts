import { LoggerService } from '@backstage/backend-plugin-api';

const EVERY_MS = 10_000;

/** Writes who was refused how often, at most once in ten seconds: a flood does not fill the log. */
export class RefusalLog {
  readonly #counts = new Map<string, number>();
  #timer?: ReturnType<typeof setTimeout>;

  constructor(private readonly logger: LoggerService) {}

  note(user: string): void {
    this.#counts.set(user, (this.#counts.get(user) ?? 0) + 1);
    this.#timer ??= setTimeout(() => this.#write(), EVERY_MS).unref();
  }

  #write(): void {
    this.#timer = undefined;
    for (const [user, count] of this.#counts) {
      this.logger.warn(
        `Refused ${count} requests of ${user} within ${
          EVERY_MS / 1000
        } s: more than a fair share`,
      );
    }
    this.#counts.clear();
  }
}
