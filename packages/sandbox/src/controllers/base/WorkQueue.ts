import { Clock } from '../../clock';

/** How long changes of one object are gathered before it is looked at, ms. */
const GATHER = 10;
const FIRST_RETRY = 100;
const LONGEST_RETRY = 30_000;

interface Waiting {
  due: number;
  cancel: () => void;
}

/**
 * Calls a handler for keys: soon after each {@link WorkQueue.add}, and at the
 * times asked for. Nothing is polled; a key that failed is tried again after
 * a growing delay.
 */
export class WorkQueue {
  readonly #waiting = new Map<string, Waiting>();
  readonly #failures = new Map<string, number>();
  #stopped = false;

  constructor(
    private readonly clock: Clock,
    private readonly handle: (key: string) => void,
    private readonly onError: (key: string, error: unknown) => void,
  ) {}

  /** Looks at a key soon. */
  add(key: string): void {
    this.addAfter(key, GATHER);
  }

  /** Looks at a key after so much time, or earlier if something else asks for it. */
  addAfter(key: string, milliseconds: number): void {
    if (this.#stopped) return;
    const due = this.clock.now().getTime() + Math.max(0, milliseconds);
    const waiting = this.#waiting.get(key);
    if (waiting) {
      if (waiting.due <= due) return;
      waiting.cancel();
    }
    const cancel = this.clock.after(milliseconds, () => {
      this.#waiting.delete(key);
      this.#run(key);
    });
    this.#waiting.set(key, { due, cancel });
  }

  #run(key: string): void {
    try {
      this.handle(key);
      this.#failures.delete(key);
    } catch (error) {
      this.failed(key, error);
    }
  }

  /** Tells of a failure and tries the key again later. */
  failed(key: string, error: unknown): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    this.onError(key, error);
    this.addAfter(key, Math.min(FIRST_RETRY * 2 ** failures, LONGEST_RETRY));
  }

  stop(): void {
    this.#stopped = true;
    for (const { cancel } of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }
}
