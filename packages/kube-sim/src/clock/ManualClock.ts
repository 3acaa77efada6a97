import { Clock } from './types';

interface Timer {
  due: number;
  /** Order among timers due at the same moment. */
  order: number;
  interval?: number;
  callback: () => void;
}

/**
 * A clock that stands still until a test moves it on. Callbacks run inside
 * {@link ManualClock.step}, in the order of their times and, at the same time,
 * in the order in which they were asked for.
 */
export class ManualClock implements Clock {
  #now: number;
  #order = 0;
  readonly #timers = new Set<Timer>();

  constructor(start: Date | string = '2026-01-01T00:00:00Z') {
    this.#now = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  after(milliseconds: number, callback: () => void): () => void {
    return this.#add({
      due: this.#now + Math.max(0, milliseconds),
      order: this.#order++,
      callback,
    });
  }

  every(milliseconds: number, callback: () => void): () => void {
    if (!(milliseconds > 0)) {
      throw new RangeError(`An interval is above 0 ms, not ${milliseconds}.`);
    }
    return this.#add({
      due: this.#now + milliseconds,
      order: this.#order++,
      interval: milliseconds,
      callback,
    });
  }

  /** Number of timers that are waiting. */
  get pending(): number {
    return this.#timers.size;
  }

  /** When the next timer is due. */
  get next(): Date | undefined {
    const timer = this.#first();
    return timer && new Date(timer.due);
  }

  /** Advances by so much; runs every callback that falls due, also those asked for meanwhile. */
  step(milliseconds: number): void {
    if (!(milliseconds >= 0)) {
      throw new RangeError(
        `Time goes forward only, not by ${milliseconds} ms.`,
      );
    }
    const end = this.#now + milliseconds;
    for (;;) {
      const timer = this.#first();
      if (!timer || timer.due > end) break;
      this.#now = timer.due;
      if (timer.interval === undefined) {
        this.#timers.delete(timer);
      } else {
        timer.due += timer.interval;
        timer.order = this.#order++;
      }
      timer.callback();
    }
    this.#now = end;
  }

  #add(timer: Timer): () => void {
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  #first(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (
        !first ||
        timer.due < first.due ||
        (timer.due === first.due && timer.order < first.order)
      ) {
        first = timer;
      }
    }
    return first;
  }
}
