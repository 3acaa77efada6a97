import { ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { InputError, ServiceUnavailableError } from '@backstage/errors';
import { Limits } from './limits';
import { cpuMsOf } from './cpuMsOf';
import { JobMessage, JobMethods, PortalMethods } from './protocol';
import { Rpc } from './rpc';

const requireHere = createRequire(__filename);
const ENTRY = requireHere.resolve('./job/main.ts');
const START_SECONDS = 60;
const WATCH_MS = 250;
/** A process that makes no sign may also get no turn on a busy machine; after this many limits it ends all the same. */
const BUSY_MACHINE = 6;

/** The job process ended without an answer. */
export class JobEndedError extends InputError {}

/** A process in which templates render, one job at a time. It can be stopped at any point of a computation. */
export class JobProcess {
  readonly #child: ChildProcess;
  readonly #limits: Limits;
  readonly #ready: Promise<void>;
  #rpc: Rpc<PortalMethods, JobMethods> | undefined;
  #aliveAt = 0;
  #cpuMs = 0;
  #ended: Error | undefined;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#child = fork(ENTRY, {
      execArgv: [
        `--max-old-space-size=${limits.memoryMb}`,
        '--max-semi-space-size=4',
        '-r',
        requireHere.resolve('@backstage/cli/config/nodeTransform.cjs'),
      ],
      // Nothing of the portal's environment: it may hold secrets.
      env: { PATH: process.env.PATH, NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    });
    this.#ready = new Promise((resolve, reject) => {
      const late = setTimeout(
        () =>
          this.#end(
            new ServiceUnavailableError(
              'Starting the template engine took too long. Try again.',
            ),
          ),
        START_SECONDS * 1000,
      );
      this.#child.on('message', (message: JobMessage) => {
        if (message.type === 'ready') {
          clearTimeout(late);
          resolve();
        } else this.#receive(message);
      });
      this.#child.on('error', error => this.#end(error));
      this.#child.on('exit', (code, signal) => {
        clearTimeout(late);
        this.#end(this.#whyEnded(code, signal));
        reject(this.#ended);
      });
    });
    this.#ready.catch(() => {}); // whoever waits for it gets its failure
    this.#letPortalEnd(true);
  }

  get alive(): boolean {
    return !this.#ended;
  }

  /** Ends the process at once. */
  kill(reason: Error): void {
    this.#end(reason);
  }

  /**
   * Does one job.
   *
   * @param own - what the job may ask of the portal
   * @param start - starts it
   * @param watch - is called now and then; what it throws ends the job
   */
  async run<T>(
    own: PortalMethods,
    start: (rpc: Rpc<PortalMethods, JobMethods>) => Promise<T>,
    watch: () => Promise<void> = async () => {},
  ): Promise<T> {
    this.#letPortalEnd(false);
    const rpc = new Rpc<PortalMethods, JobMethods>(own, message => {
      // The channel may close between our look and the system's.
      if (this.#child.connected) this.#child.send(message, () => {});
    });
    this.#rpc = rpc;
    let timer: NodeJS.Timeout | undefined;
    try {
      await this.#ready;
      this.#aliveAt = Date.now();
      const cpuMsBefore = this.#cpuMs;
      timer = setInterval(() => {
        // After the messages that wait: the portal itself may have been busy.
        setImmediate(() => this.#judge(cpuMsBefore));
        watch().catch(error => this.#end(error));
      }, WATCH_MS);
      if (this.#ended) throw this.#ended;
      return await start(rpc);
    } finally {
      clearInterval(timer);
      this.#rpc = undefined;
      rpc.close(new Error('The job has ended'));
      this.#letPortalEnd(true);
    }
  }

  #receive(message: Exclude<JobMessage, { type: 'ready' }>) {
    this.#aliveAt = Date.now();
    if (message.type === 'alive') this.#cpuMs = message.cpuMs;
    else this.#rpc?.receive(message);
  }

  #judge(cpuMsBefore: number) {
    const { stalledSeconds, cpuSeconds } = this.#limits;
    if (this.#cpuMs - cpuMsBefore > cpuSeconds * 1000) {
      this.#end(
        new JobEndedError(
          `The template needed more than ${cpuSeconds} s of processor time and was stopped. Let it loop over less, or split it into steps.`,
        ),
      );
      return;
    }
    const silentMs = Date.now() - this.#aliveAt;
    if (silentMs <= stalledSeconds * 1000) return;
    const cpuMs = cpuMsOf(this.#child.pid);
    const gotItsTurn =
      cpuMs === undefined || cpuMs - this.#cpuMs >= stalledSeconds * 500;
    if (gotItsTurn || silentMs > stalledSeconds * 1000 * BUSY_MACHINE) {
      this.#end(
        new JobEndedError(
          `The template computed for more than ${stalledSeconds} s without a pause and was stopped. Simplify its regular expressions and loops, or the patterns of its parameters.`,
        ),
      );
    }
  }

  #whyEnded(code: number | null, signal: string | null) {
    // V8 aborts the process when the heap is full.
    if (signal === 'SIGABRT' || code === 134) {
      return new JobEndedError(
        `The template needed more than ${
          this.#limits.memoryMb
        } MB of memory and was stopped. Let it render less text at once.`,
      );
    }
    return new ServiceUnavailableError(
      `The template engine ended by itself (${signal ?? code}). Try again.`,
    );
  }

  #end(reason: Error) {
    if (this.#ended) return;
    this.#ended = reason;
    this.#child.kill('SIGKILL');
    this.#rpc?.close(reason);
  }

  /** An idle process keeps nobody from ending. */
  #letPortalEnd(may: boolean) {
    const change = may ? 'unref' : 'ref';
    this.#child[change]();
    this.#child.channel?.[change]();
  }
}
