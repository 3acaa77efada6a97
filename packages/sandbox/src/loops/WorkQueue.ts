import { Clock } from '@slipway/kube-sim';

/** How long changes of one object are gathered before it is looked at, ms. */
const GATHER = 10;
const FIRST_RETRY = 100;
const LONGEST_RETRY = 30_000;
/** A change makes a key that fails be looked at before its retry is due, but not more often than this, ms. */
const LEAST_APART = 1_000;

interface Waiting {
  due: number;
  cancel: () => void;
}

interface Failing {
  /** Failures in a row. */
  count: number;
  /** Whoever asks, it is not tried again before then. */
  notBefore: number;
}

/** What a key did that failed. */
export interface Failure {
  key: string;
  error: unknown;
  /** How often it has failed in a row. */
  count: number;
  /** When it is tried again at the latest, ms from now. */
  retryIn: number;
}

/**
 * Calls a handler for keys: soon after each {@link WorkQueue.add}, and at the
 * times asked for. Nothing is polled; a key that failed is tried again after
 * a growing delay. A key that fails for ever, even one whose handler changes
 * what wakes it, keeps no other waiting.
 */
export class WorkQueue {
  readonly #waiting = new Map<string, Waiting>();
  readonly #failing = new Map<string, Failing>();
  #stopped = false;

  constructor(
    private readonly clock: Clock,
    private readonly handle: (key: string) => void,
    private readonly onFailure: (failure: Failure) => void,
  ) {}

  /** Looks at a key soon. */
  add(key: string): void {
    this.addAfter(key, GATHER);
  }

  /** Looks at a key after so much time, or earlier if something else asks for it. */
  addAfter(key: string, milliseconds: number): void {
    if (this.#stopped) return;
    const now = this.clock.now().getTime();
    const due = Math.max(
      now + Math.max(0, milliseconds),
      this.#failing.get(key)?.notBefore ?? 0,
    );
    const waiting = this.#waiting.get(key);
    if (waiting) {
      if (waiting.due <= due) return;
      waiting.cancel();
    }
    const cancel = this.clock.after(due - now, () => {
      this.#waiting.delete(key);
      this.#run(key);
    });
    this.#waiting.set(key, { due, cancel });
  }

  #run(key: string): void {
    try {
      this.handle(key);
      this.#failing.delete(key);
    } catch (error) {
      this.failed(key, error);
    }
  }

  /** Tells of a failure and tries the key again later. */
  failed(key: string, error: unknown): void {
    const now = this.clock.now().getTime();
    const count = (this.#failing.get(key)?.count ?? 0) + 1;
    const retryIn = Math.min(FIRST_RETRY * 2 ** (count - 1), LONGEST_RETRY);
    const least = Math.min(retryIn, LEAST_APART);
    this.#failing.set(key, { count, notBefore: now + least });
    const waiting = this.#waiting.get(key);
    if (waiting && waiting.due < now + least) {
      // What it changed itself before it failed wakes it later.
      waiting.cancel();
      this.#waiting.delete(key);
      this.addAfter(key, least);
    }
    this.onFailure({ key, error, count, retryIn });
    this.addAfter(key, retryIn);
  }

  stop(): void {
    this.#stopped = true;
    for (const { cancel } of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }
}
