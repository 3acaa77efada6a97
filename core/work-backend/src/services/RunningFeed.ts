import { SourceFreshness } from '@slipway/plugin-live-common';
import { Work, WorkAnswer } from '@slipway/plugin-work-node';

/** Changes that come closer together than this, ms, are read once. */
const REST_MS = 500;
/** What the clock changes, such as progress, shows after this, ms. */
const READ_EACH_MS = 5000;
/** Name of the list itself among its sources. */
const LIST = 'list';

/**
 * The list of what runs, read once for all viewers: after each change, and
 * every five seconds while somebody looks. Providers fail one by one, so that
 * there is always an answer.
 */
export class RunningFeed {
  readonly #listeners = new Set<() => void>();
  readonly #unknownSince = new Map<string, string>();
  #latest: WorkAnswer = { work: [], unknown: [] };
  #since = new Date().toISOString();
  #following: { first: Promise<void>; stop(): void } | undefined;

  constructor(private readonly work: Pick<Work, 'running' | 'onChange'>) {}

  /** Calls back after each reading. Returns the function that ends it; with the last listener reading ends. */
  subscribe(listener: () => void): () => void {
    const own = () => listener();
    this.#listeners.add(own);
    this.#following ??= this.#follow();
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size > 0) return;
      this.#following?.stop();
      this.#following = undefined;
    };
  }

  /** Resolves when the list was read since somebody looks. */
  async ready(): Promise<void> {
    await this.#following?.first;
  }

  latest(): WorkAnswer {
    return this.#latest;
  }

  /** The list, and one source for each plugin that could not tell all. */
  freshness(): SourceFreshness[] {
    const reasons = new Map<string, string[]>();
    for (const { plugin, reason } of this.#latest.unknown) {
      reasons.set(plugin, [...(reasons.get(plugin) ?? []), reason]);
    }
    return [
      { source: LIST, state: 'live', since: this.#since },
      ...[...reasons].map(([source, why]) => ({
        source,
        state: 'unreachable' as const,
        since: this.#unknownSince.get(source) ?? this.#since,
        reason: why.join('; '),
      })),
    ];
  }

  #follow() {
    let stopped = false;
    let reading = false;
    let again = false;
    const read = async () => {
      if (reading) {
        again = true;
        return;
      }
      reading = true;
      do {
        again = false;
        const answer = await this.work.running();
        if (stopped) return;
        this.#took(answer);
      } while (again);
      reading = false;
    };
    let resting: NodeJS.Timeout | undefined;
    const soon = () => {
      resting ??= setTimeout(() => {
        resting = undefined;
        if (!stopped) read();
      }, REST_MS);
      resting.unref();
    };
    this.#since = new Date().toISOString();
    const end = this.work.onChange(soon);
    const each = setInterval(read, READ_EACH_MS);
    each.unref();
    return {
      first: read(),
      stop() {
        stopped = true;
        clearTimeout(resting);
        clearInterval(each);
        end();
      },
    };
  }

  #took(answer: WorkAnswer) {
    this.#latest = answer;
    const unknown = new Set(answer.unknown.map(({ plugin }) => plugin));
    for (const plugin of [...this.#unknownSince.keys()]) {
      if (!unknown.has(plugin)) this.#unknownSince.delete(plugin);
    }
    for (const plugin of unknown) {
      if (!this.#unknownSince.has(plugin)) {
        this.#unknownSince.set(plugin, new Date().toISOString());
      }
    }
    for (const listener of [...this.#listeners]) listener();
  }
}
