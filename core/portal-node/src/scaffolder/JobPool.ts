import { ServiceUnavailableError } from '@backstage/errors';
import { JobEndedError, JobProcess } from './JobProcess';
import { Limits } from './limits';
import { JobMethods, PortalMethods } from './protocol';
import { Rpc } from './rpc';

const IDLE_MS = 30_000;
const LONGEST_QUEUE = 20;

/** One job: what it may ask of the portal, and how it starts. */
export interface Job<T> {
  own: PortalMethods;
  start(rpc: Rpc<PortalMethods, JobMethods>): Promise<T>;
  watch?(): Promise<void>;
}

/** Starts job processes when they are needed, and keeps one that has just done a job for a while. */
export class JobPool {
  readonly limits: Limits;
  readonly #processes = new Set<JobProcess>();
  readonly #idle = new Map<JobProcess, NodeJS.Timeout>();
  readonly #queue: Array<() => void> = [];
  #dryRuns = 0;
  #closed = false;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /** Does a job that belongs to a task. How many tasks there are is the scaffolder's decision. */
  async run<T>(job: Job<T>): Promise<T> {
    if (this.#closed) throw new ServiceUnavailableError('The portal is ending');
    const worker = this.#take();
    try {
      return await worker.run(job.own, job.start, job.watch);
    } finally {
      this.#giveBack(worker);
    }
  }

  /**
   * Does a job that somebody waits for: a dry run or a check. Few at once, the others wait their turn, and it ends by itself.
   *
   * @throws ServiceUnavailableError when too many wait already
   */
  async runShort<T>(job: Job<T>): Promise<T> {
    await this.#turn();
    const { dryRunSeconds } = this.limits;
    const endsAt = Date.now() + dryRunSeconds * 1000;
    try {
      return await this.run({
        ...job,
        watch: async () => {
          if (Date.now() > endsAt) {
            throw new JobEndedError(
              `The template took longer than ${dryRunSeconds} s and was stopped.`,
            );
          }
          await job.watch?.();
        },
      });
    } finally {
      this.#dryRuns -= 1;
      this.#queue.shift()?.();
    }
  }

  /** Ends all processes. */
  close(): void {
    this.#closed = true;
    for (const timer of this.#idle.values()) clearTimeout(timer);
    for (const worker of this.#processes) {
      worker.kill(new ServiceUnavailableError('The portal is ending'));
    }
    this.#processes.clear();
    this.#idle.clear();
  }

  async #turn(): Promise<void> {
    if (this.#dryRuns >= this.limits.concurrentDryRuns) {
      if (this.#queue.length >= LONGEST_QUEUE) {
        throw new ServiceUnavailableError(
          'Too many templates are being tried at the moment. Try again in a minute.',
        );
      }
      await new Promise<void>(resolve => this.#queue.push(resolve));
    }
    this.#dryRuns += 1;
  }

  #take(): JobProcess {
    for (const [worker, timer] of this.#idle) {
      clearTimeout(timer);
      this.#idle.delete(worker);
      if (worker.alive) return worker;
      this.#processes.delete(worker);
    }
    const worker = new JobProcess(this.limits);
    this.#processes.add(worker);
    return worker;
  }

  #giveBack(worker: JobProcess): void {
    const retire = () => {
      this.#idle.delete(worker);
      this.#processes.delete(worker);
      worker.kill(new Error('Not needed any more'));
    };
    if (this.#closed || !worker.alive || this.#idle.size > 0) {
      retire();
      return;
    }
    this.#idle.set(worker, setTimeout(retire, IDLE_MS).unref());
  }
}
