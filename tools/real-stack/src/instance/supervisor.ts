import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ExplainedError } from '../errors.ts';
import type { InstancePaths } from '../paths.ts';
import { COMPONENTS } from './components.ts';
import type { CommandLine, ComponentName } from './components.ts';
import {
  endProcess,
  isAlive,
  markedProcesses,
  startDetached,
} from './processes.ts';
import { writeState } from './state.ts';
import type { InstanceState } from './state.ts';

const readyWithinMs = 180_000;

/** The last lines of a file, reading at most its last 64 KiB. */
export function lastLines(file: string, count: number): string[] {
  if (!existsSync(file)) {
    return [];
  }
  const { size } = statSync(file);
  const buffer = Buffer.alloc(Math.min(size, 65_536));
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
  } finally {
    closeSync(descriptor);
  }
  return buffer.toString('utf8').trimEnd().split('\n').slice(-count);
}

/** Log file of a component. */
export function logFile(paths: InstancePaths, component: string): string {
  return join(paths.logs, `${component}.log`);
}

/** Starts and ends the components of one instance and records each at once. */
export class Supervisor {
  readonly #paths: InstancePaths;
  readonly #state: InstanceState;
  readonly #started: ComponentName[] = [];
  #interrupted = false;

  constructor(paths: InstancePaths, state: InstanceState) {
    this.#paths = paths;
    this.#state = state;
  }

  /** Components that this supervisor has started, not those that ran already. */
  get started(): readonly ComponentName[] {
    return this.#started;
  }

  /** Makes every later start and wait fail, so that what was started can be ended. */
  interrupt(): void {
    this.#interrupted = true;
  }

  /** @throws ExplainedError after `interrupt` */
  refuseWhenInterrupted(): void {
    if (this.#interrupted) {
      throw new ExplainedError(
        'Interrupted: what this command had started is ended again.',
      );
    }
  }

  isRunning(component: ComponentName): boolean {
    const identity = this.#state.processes[component];
    return identity !== undefined && isAlive(identity);
  }

  /** Starts a component unless it runs; true when it was started. */
  async ensure(
    component: ComponentName,
    line: CommandLine,
    env?: Record<string, string>,
  ): Promise<boolean> {
    this.refuseWhenInterrupted();
    if (this.isRunning(component)) {
      return false;
    }
    this.#state.processes[component] = await startDetached({
      ...line,
      env,
      cwd: this.#paths.run,
      logFile: logFile(this.#paths, component),
      instanceDir: this.#paths.dir,
    });
    this.#started.push(component);
    writeState(this.#paths, this.#state);
    return true;
  }

  /**
   * Waits until `ready` holds, as long as the component and those that it needs run.
   *
   * @throws ExplainedError with the log's last lines when one ends or it takes too long
   */
  async waitFor(
    component: ComponentName,
    ready: () => Promise<boolean>,
    needs: readonly ComponentName[] = [],
  ): Promise<void> {
    const until = Date.now() + readyWithinMs;
    while (!(await ready())) {
      this.refuseWhenInterrupted();
      const ended = [...needs, component].find(name => !this.isRunning(name));
      if (ended) {
        throw this.#failure(ended, 'ended');
      }
      if (Date.now() > until) {
        throw this.#failure(
          component,
          `was not ready after ${readyWithinMs / 1_000} s`,
        );
      }
      await sleep(50);
    }
  }

  #failure(component: ComponentName, what: string): ExplainedError {
    const file = logFile(this.#paths, component);
    return new ExplainedError(
      [
        `${component} ${what}; its log is ${file} and ends with:`,
        ...lastLines(file, 12).map(line => `  ${line}`),
      ].join('\n'),
    );
  }

  /** Ends the given components, those that depend on others first. */
  async end(components: readonly ComponentName[]): Promise<void> {
    const wanted = [...COMPONENTS]
      .reverse()
      .filter(name => components.includes(name));
    // Everything that talks to the API server goes first, together; then it; then its store.
    const [store, server] = ['etcd', 'apiserver'] as const;
    await this.#endAll(
      wanted.filter(name => name !== store && name !== server),
    );
    await this.#endAll(wanted.filter(name => name === server));
    await this.#endAll(wanted.filter(name => name === store));
    writeState(this.#paths, this.#state);
  }

  async #endAll(components: readonly ComponentName[]): Promise<void> {
    await Promise.all(
      components.map(async name => {
        const identity = this.#state.processes[name];
        if (identity) {
          // The watchdog becomes the command that ends the instance: that one ends by itself.
          if (identity.pid !== process.pid) {
            await endProcess(identity);
          }
          delete this.#state.processes[name];
        }
      }),
    );
  }

  /** Ends every process that bears the instance's mark, recorded or not; returns how many there were. */
  async sweep(): Promise<number> {
    const left = (await markedProcesses(this.#paths.dir)).filter(
      identity => identity.pid !== process.pid,
    );
    await Promise.all(left.map(identity => endProcess(identity)));
    return left.length;
  }
}
