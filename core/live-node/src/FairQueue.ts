import { TooManyRequestsError } from './TooManyRequestsError';

/** How much work of one user a {@link FairQueue} lets through. */
export interface FairQueueLimits {
  /** Work of one user that runs at the same time while nobody else is active. */
  alone: number;
  /** The same while other users are active. */
  besideOthers: number;
  /** Work of all users that runs at the same time; they take turns. Default: no limit. */
  total?: number;
  /** Cost that a user may spend before it counts as busy: work of a busy user runs one after the other. */
  burst: number;
  /** A busy user rests so many times as long as the last work took. */
  rest: number;
  /** Cost that a user may spend before the work waits for what comes back. More than `burst`. */
  allowance: number;
  /** Cost that a user gets back each second. */
  perSecond: number;
  /** Work of one user that may wait; more is refused. */
  waiting: number;
  /** Longest wait in ms; what would wait longer is refused. */
  waitMs: number;
}

/** What is known of a piece of work before it starts. */
export interface WorkOptions {
  /** Default 1. */
  cost?: number;
  /** Starts before other work of the same user. */
  urgent?: boolean;
  /** Aborted when nobody waits for the work any more. */
  signal?: AbortSignal;
}

interface Waiter {
  user: string;
  cost: number;
  urgent: boolean;
  signal?: AbortSignal;
  timer?: ReturnType<typeof setTimeout>;
  onAbort(): void;
  resolve(end: () => void): void;
  reject(error: Error): void;
}

interface UserState {
  running: number;
  allowance: number;
  refilledAt: number;
  restsUntil: number;
  waiting: Waiter[];
}

const SWEEP_MS = 60_000;
const LONGEST_RETRY_S = 60;
/** Work that takes long waits for something else than this process. */
const LONGEST_REST_MS = 500;
/** What waits is looked at again at least so often: others may have left. */
const LOOK_AGAIN_MS = 250;

/**
 * Lets work through so that no user takes the time of the others.
 *
 * Node runs one piece of work at a time: what a user runs at the same time is
 * what others wait for. So while others are active each user has a bound on
 * that, which tightens for a user who asks for much. Work beyond it waits in
 * the user's own queue; what does not fit there is refused with
 * {@link TooManyRequestsError}. Users never wait for each other, except where
 * `total` makes them take turns.
 */
export class FairQueue {
  readonly #limits: FairQueueLimits;
  readonly #othersActive: (user: string) => boolean;
  readonly #users = new Map<string, UserState>();
  /** Users whose work waits, the next first. */
  readonly #turns = new Set<string>();
  #running = 0;
  #refused = 0;
  #sweptAt = Date.now();
  #wake?: ReturnType<typeof setTimeout>;

  /** @param othersActive - whether anybody but this user is active; without it somebody always is */
  constructor(
    limits: FairQueueLimits,
    othersActive: (user: string) => boolean = () => true,
  ) {
    this.#limits = limits;
    this.#othersActive = othersActive;
  }

  /** Number of users of whom something is known. */
  get size(): number {
    return this.#users.size;
  }

  /** How often work has been refused so far. */
  get refused(): number {
    return this.#refused;
  }

  /**
   * Resolves when the work may start.
   *
   * @param user - whose work it is
   * @returns to be called when the work has ended; a second call does nothing
   * @throws TooManyRequestsError when too much of this user waits already, or it has waited too long
   */
  enter(user: string, options: WorkOptions = {}): Promise<() => void> {
    const { cost = 1, urgent = false, signal } = options;
    this.#sweep();
    const state = this.#stateOf(user);
    if (state.waiting.length >= this.#limits.waiting) {
      return Promise.reject(this.#refusal(state));
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        user,
        cost,
        urgent,
        signal,
        resolve,
        reject,
        onAbort: () => {
          this.#leave(state, waiter);
          reject(
            new DOMException('Nobody waits for it any more', 'AbortError'),
          );
        },
      };
      const behind = state.waiting.findIndex(one => urgent && !one.urgent);
      state.waiting.splice(behind < 0 ? Infinity : behind, 0, waiter);
      this.#turns.add(user);
      if (signal?.aborted) {
        waiter.onAbort();
        return;
      }
      this.#startWhatMay();
      if (state.waiting.includes(waiter)) this.#bound(state, waiter);
    });
  }

  /** Ends the wait when nobody wants the work any more, and when it takes too long. */
  #bound(state: UserState, waiter: Waiter): void {
    waiter.signal?.addEventListener('abort', waiter.onAbort, { once: true });
    const { waitMs } = this.#limits;
    if (!Number.isFinite(waitMs)) return;
    waiter.timer = setTimeout(() => {
      this.#leave(state, waiter);
      waiter.reject(this.#refusal(state));
    }, waitMs);
  }

  #leave(state: UserState, waiter: Waiter): void {
    clearTimeout(waiter.timer);
    waiter.signal?.removeEventListener('abort', waiter.onAbort);
    const at = state.waiting.indexOf(waiter);
    if (at >= 0) state.waiting.splice(at, 1);
    if (state.waiting.length === 0) this.#turns.delete(waiter.user);
  }

  #start(state: UserState): void {
    const [waiter] = state.waiting;
    this.#leave(state, waiter);
    waiter.resolve(this.#run(state, waiter.cost));
  }

  #run(state: UserState, cost: number): () => void {
    const startedAt = Date.now();
    state.running += 1;
    state.allowance -= cost;
    this.#running += 1;
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      state.running -= 1;
      this.#running -= 1;
      const now = Date.now();
      state.restsUntil =
        now + Math.min(LONGEST_REST_MS, (now - startedAt) * this.#limits.rest);
      this.#startWhatMay();
    };
  }

  #startWhatMay(): void {
    const { total = Infinity } = this.#limits;
    let soonest = LOOK_AGAIN_MS;
    let started = true;
    while (started) {
      started = false;
      for (const user of [...this.#turns]) {
        if (this.#running >= total) return;
        const state = this.#stateOf(user);
        const waitMs = this.#waitOf(user, state);
        soonest = Math.min(soonest, Math.max(1, waitMs));
        if (waitMs > 0) continue;
        this.#turns.delete(user);
        this.#turns.add(user); // the last in the order of turns
        this.#start(state);
        started = true;
      }
    }
    clearTimeout(this.#wake);
    if (this.#turns.size === 0) return;
    this.#wake = setTimeout(() => this.#startWhatMay(), Math.ceil(soonest));
  }

  /** In how many ms the next work of a user may start; 0 for now, Infinity when other work of this user has to end first. */
  #waitOf(user: string, state: UserState): number {
    const { allowance, alone, besideOthers, burst, perSecond } = this.#limits;
    if (!this.#othersActive(user)) return state.running < alone ? 0 : Infinity;
    const busy = state.allowance < allowance - burst;
    if (state.running >= (busy ? 1 : besideOthers)) return Infinity;
    const backMs =
      state.allowance > 0 ? 0 : (1 - state.allowance) * (1000 / perSecond);
    const restMs = busy ? state.restsUntil - Date.now() : 0;
    return Math.max(0, backMs, restMs);
  }

  #stateOf(user: string): UserState {
    const { allowance, perSecond } = this.#limits;
    const now = Date.now();
    let state = this.#users.get(user);
    if (!state) {
      state = {
        running: 0,
        allowance,
        refilledAt: now,
        restsUntil: now,
        waiting: [],
      };
      this.#users.set(user, state);
    }
    // A clock that was set back gives nothing back, and takes nothing.
    const seconds = Math.max(0, now - state.refilledAt) / 1000;
    state.allowance = Math.min(
      allowance,
      state.allowance + seconds * perSecond,
    );
    state.refilledAt = now;
    return state;
  }

  #refusal(state: UserState): TooManyRequestsError {
    this.#refused += 1;
    const cost = state.waiting.reduce((sum, one) => sum + one.cost, 0);
    const seconds = (cost - state.allowance) / this.#limits.perSecond;
    return new TooManyRequestsError(
      Math.min(LONGEST_RETRY_S, Math.max(1, Math.ceil(seconds))),
    );
  }

  #sweep(): void {
    if (Date.now() - this.#sweptAt < SWEEP_MS) return;
    this.#sweptAt = Date.now();
    for (const [user, { running, waiting }] of this.#users) {
      const idle = running === 0 && waiting.length === 0;
      if (idle && this.#stateOf(user).allowance === this.#limits.allowance) {
        this.#users.delete(user);
      }
    }
  }
}
