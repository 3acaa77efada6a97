/** When a silent cluster is asked whether it is still there, in milliseconds. */
export interface PulseTimings {
  /** Silence on every connection before it is asked. */
  silenceMs: number;
  /** How long it may take to answer. Two answers in a row that stay away decide. */
  answerMs: number;
}

export const PULSE_TIMINGS: PulseTimings = {
  silenceMs: 15_000,
  answerMs: 7_500,
};

const MISSES = 2;

export interface PulseOptions {
  timings: PulseTimings;
  /** Asks; true for any answer, undefined when it could not be asked. Never rejects. */
  ask(answerMs: number): Promise<boolean | undefined>;
}

/**
 * Notices an API server that keeps its connections open and says nothing more.
 * An open watch cannot tell that from a cluster in which nothing happens, so
 * while there is one, a cluster that is silent is asked something light.
 */
export class Pulse {
  readonly #watches = new Set<(lastHeard: Date) => void>();
  #heardAt = new Date();
  /** Of a clock that is never set. */
  #heardTick = performance.now();
  #misses = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: PulseOptions) {}

  /** Something came from the cluster. */
  heard(): void {
    this.#heardAt = new Date();
    this.#heardTick = performance.now();
    this.#misses = 0;
  }

  /**
   * A watch is open. Calls back, with the time at which the cluster was last
   * heard of, when it is silent although it was asked.
   *
   * @returns the function that says that the watch has ended
   */
  watch(onSilent: (lastHeard: Date) => void): () => void {
    const own = (lastHeard: Date) => onSilent(lastHeard);
    this.#watches.add(own);
    if (this.#watches.size === 1) {
      this.heard();
      this.#schedule(this.options.timings.silenceMs);
    }
    return () => {
      this.#watches.delete(own);
      if (this.#watches.size === 0) {
        clearTimeout(this.#timer);
        this.#timer = undefined;
      }
    };
  }

  #schedule(ms: number) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#check(), ms);
    this.#timer.unref();
  }

  async #check() {
    const timer = this.#timer;
    const { silenceMs, answerMs } = this.options.timings;
    const quietMs = performance.now() - this.#heardTick;
    if (quietMs < silenceMs) {
      this.#schedule(silenceMs - quietMs);
      return;
    }
    const askedAt = this.#heardTick;
    const answered = await this.options.ask(answerMs);
    if (this.#timer !== timer) {
      return; // every watch has ended meanwhile
    }
    if (answered) {
      this.heard();
    }
    if (answered === undefined || this.#heardTick !== askedAt) {
      this.#schedule(silenceMs);
      return;
    }
    this.#misses += 1;
    if (this.#misses < MISSES) {
      this.#schedule(0);
      return;
    }
    this.#misses = 0;
    this.#schedule(silenceMs);
    [...this.#watches].forEach(silent => silent(this.#heardAt));
  }
}
