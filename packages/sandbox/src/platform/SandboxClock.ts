import { setImmediate as untilIdle } from 'node:timers/promises';
import { Clock } from '@slipway/kube-sim';

interface Timer {
  due: number;
  /** Order among timers due at the same moment. */
  order: number;
  interval?: number;
  callback: () => void;
  cancelled: boolean;
}

const before = (a: Timer, b: Timer) =>
  a.due < b.due || (a.due === b.due && a.order < b.order);

/** Timers by due time: a binary heap. */
class Timers {
  readonly #heap: Timer[] = [];

  get first(): Timer | undefined {
    return this.#heap[0];
  }

  push(timer: Timer): void {
    const heap = this.#heap;
    let at = heap.push(timer) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(timer, heap[parent])) break;
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = timer;
  }

  pop(): Timer | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!last || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1], heap[child])) {
        child += 1;
      }
      if (!before(heap[child], last)) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

/** Longest that one timer of Node waits here, ms: a machine that slept is noticed soon. */
const LONGEST_WAIT = 60_000;

/** So far behind the system a clock may start: others compare its times with theirs. */
const CAUGHT_UP_MS = 20;
/** A machine that is too slow to catch up starts all the same. */
const MOST_ROUNDS = 20;

/**
 * The clock of the whole sandbox. It begins in the past and stands still;
 * {@link SandboxClock.fastForward} lets a history happen; {@link SandboxClock.run}
 * then lets it go with the system's time or a number of times as fast.
 *
 * All timers of the sandbox share one timer of Node. Callbacks run in the
 * order of their times; what they await is settled before the next one runs
 * while the past is made up.
 */
export class SandboxClock implements Clock {
  #now: number;
  #speed = 1;
  /** System time to which `#now` belongs; undefined while the clock stands still. */
  #anchor: number | undefined;
  #order = 0;
  #nodeTimer: NodeJS.Timeout | undefined;
  readonly #timers = new Timers();
  readonly #failed: (error: unknown) => void;

  /**
   * @param start - what it shows at first
   * @param failed - notified of an error thrown by a callback; the clock keeps running
   */
  constructor(start: Date, failed: (error: unknown) => void) {
    this.#now = start.getTime();
    this.#failed = failed;
  }

  now(): Date {
    return new Date(this.#time());
  }

  /** Sandbox seconds per second of the system; 0 while it stands still. */
  get speed(): number {
    return this.#anchor === undefined ? 0 : this.#speed;
  }

  after(milliseconds: number, callback: () => void): () => void {
    return this.#add(Math.max(0, milliseconds), callback);
  }

  every(milliseconds: number, callback: () => void): () => void {
    if (!(milliseconds > 0)) {
      throw new RangeError(`An interval is above 0 ms, not ${milliseconds}.`);
    }
    return this.#add(milliseconds, callback, milliseconds);
  }

  /** Runs everything that falls due until then, without waiting. The clock must stand still. */
  async fastForward(until: Date): Promise<void> {
    if (this.#anchor !== undefined) {
      throw new Error('A clock that runs cannot be moved forward.');
    }
    const end = until.getTime();
    for (;;) {
      const timer = this.#due(end);
      if (!timer) break;
      this.#now = Math.max(this.#now, timer.due);
      this.#call(timer);
      const next = this.#timers.first;
      if (!next || next.due > this.#now) await untilIdle();
    }
    this.#now = Math.max(this.#now, end);
  }

  /** Fast-forwards to the present of the system, also past what that itself took. */
  async catchUp(): Promise<void> {
    // Each round is much shorter than the one before it.
    for (
      let round = 0;
      round < MOST_ROUNDS && Date.now() - this.#now > CAUGHT_UP_MS;
      round++
    ) {
      await this.fastForward(new Date(Date.now()));
    }
  }

  /** Continues from the present moment of the clock. */
  run(speed = 1): void {
    if (!(speed > 0) || !Number.isFinite(speed)) {
      throw new RangeError(`The speed of a clock is above 0, not ${speed}.`);
    }
    this.#now = this.#time();
    this.#anchor = Date.now();
    this.#speed = speed;
    this.#arm();
  }

  /** Stands still; nothing is called back any more. */
  stop(): void {
    this.#now = this.#time();
    this.#anchor = undefined;
    clearTimeout(this.#nodeTimer);
  }

  #time(): number {
    return this.#anchor === undefined
      ? this.#now
      : this.#now + (Date.now() - this.#anchor) * this.#speed;
  }

  #add(delay: number, callback: () => void, interval?: number): () => void {
    const timer: Timer = {
      due: this.#time() + delay,
      order: this.#order++,
      interval,
      callback,
      cancelled: false,
    };
    this.#timers.push(timer);
    if (this.#timers.first === timer) this.#arm();
    return () => {
      timer.cancelled = true;
    };
  }

  /** The first timer that is due by then, taken out of the queue or, with an interval, put back in. */
  #due(end: number): Timer | undefined {
    for (;;) {
      const timer = this.#timers.first;
      if (!timer || (!timer.cancelled && timer.due > end)) return undefined;
      this.#timers.pop();
      if (!timer.cancelled) return timer;
    }
  }

  #call(timer: Timer): void {
    if (timer.interval !== undefined) {
      const time = this.#time();
      const next = timer.due + timer.interval;
      // What was missed while the machine slept is not made up for.
      timer.due = next > time ? next : time + timer.interval;
      timer.order = this.#order++;
      this.#timers.push(timer);
    }
    try {
      timer.callback();
    } catch (error) {
      this.#failed(error);
    }
  }

  #arm(): void {
    if (this.#anchor === undefined) return;
    clearTimeout(this.#nodeTimer);
    const first = this.#timers.first;
    const wait = first ? (first.due - this.#time()) / this.#speed : Infinity;
    this.#nodeTimer = setTimeout(
      () => this.#tick(),
      Math.min(LONGEST_WAIT, Math.max(0, Math.ceil(wait))),
    );
    this.#nodeTimer.unref();
  }

  #tick(): void {
    const until = this.#time();
    // Bounded, so that requests are answered between many callbacks.
    for (let called = 0; called < 1_000; called++) {
      const timer = this.#due(until);
      if (!timer) break;
      this.#call(timer);
    }
    this.#arm();
  }
}
