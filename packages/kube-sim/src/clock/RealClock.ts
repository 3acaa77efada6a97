import { Clock } from './types';

/** Longest delay that Node's timers can hold, ms. */
const LONGEST = 2 ** 31 - 1;

/**
 * A clock that runs with the system's, or a number of times as fast.
 *
 * Its timers keep no process alive.
 */
export class RealClock implements Clock {
  readonly #speed: number;
  readonly #systemStart: number;
  readonly #start: number;

  /**
   * @param options.speed - sandbox seconds per second of the system, above 0; default 1
   * @param options.start - what it shows when it is made; default the system's time
   */
  constructor(options: { speed?: number; start?: Date } = {}) {
    const { speed = 1, start } = options;
    if (!(speed > 0) || !Number.isFinite(speed)) {
      throw new RangeError(`The speed of a clock is above 0, not ${speed}.`);
    }
    this.#speed = speed;
    this.#systemStart = Date.now();
    this.#start = start?.getTime() ?? this.#systemStart;
  }

  now(): Date {
    return new Date(
      this.#start + (Date.now() - this.#systemStart) * this.#speed,
    );
  }

  after(milliseconds: number, callback: () => void): () => void {
    const due = this.now().getTime() + milliseconds;
    let timer: NodeJS.Timeout;
    const wait = () => {
      const left = Math.max(0, due - this.now().getTime()) / this.#speed;
      timer = setTimeout(
        () => (left > LONGEST ? wait() : callback()),
        Math.ceil(Math.min(left, LONGEST)),
      );
      timer.unref();
    };
    wait();
    return () => clearTimeout(timer);
  }

  every(milliseconds: number, callback: () => void): () => void {
    if (!(milliseconds > 0)) {
      throw new RangeError(`An interval is above 0 ms, not ${milliseconds}.`);
    }
    let cancel: () => void;
    let stopped = false;
    const next = () => {
      cancel = this.after(milliseconds, () => {
        next();
        if (!stopped) callback();
      });
    };
    next();
    return () => {
      stopped = true;
      cancel();
    };
  }
}
