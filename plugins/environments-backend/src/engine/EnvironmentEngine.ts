import { randomUUID } from 'node:crypto';
import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import {
  afterRestart,
  currentStep,
  EnvironmentRow,
  finished,
  Operation,
  started,
  Step,
  StepResult,
} from '@slipway/plugin-environments-common';
import { EnvironmentStore } from '../database/EnvironmentStore';
import { Runner } from '../runners/types';
import { jobIdOf } from './jobIds';
import { LockReader } from './LockReader';
import { rowAfter } from './rowAfter';
import { StepOutcome, StepRunner } from './StepRunner';

const cancelledBy = (by: string): StepOutcome => {
  const result: StepResult = {
    state: 'cancelled',
    reason: `Cancelled by ${by}.`,
  };
  return { result };
};

/** Short enough to learn the id of a lock that is held for a second. */
const TICK_MS = 300;
/** A replica that is gone loses its operations after this time. */
const LEASE_MS = 15_000;
/** After a cancellation a command has so long to end before it is said that it did not. */
const CANCEL_MS = 60_000;

export interface EnvironmentEngineOptions {
  locks: LockReader;
  logger: LoggerService;
  runnerOf(row: EnvironmentRow): Runner;
  steps: StepRunner;
  store: EnvironmentStore;
  /** Called after each change, for open pages. */
  onChange(environment: string): void;
  /** Called when an operation has ended, or waits; may be called again for the same. */
  onEnd(operation: Operation, row: EnvironmentRow): Promise<void>;
  now(): number;
}

interface At {
  operation: Operation;
  row: EnvironmentRow;
  step: Step;
  runner: Runner;
}

/**
 * Carries out operations: one look at each that this process has the lease of,
 * a few times each second. All it knows is in the database and with the
 * runner, so that the next start, or another replica, continues. What is
 * started is written down first; a command whose end is not known is never
 * started again.
 */
export class EnvironmentEngine {
  /** Of leases. */
  readonly owner = randomUUID();
  readonly #busy = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #working: Promise<void> | undefined;
  #ended = false;

  constructor(private readonly options: EnvironmentEngineOptions) {}

  start(): void {
    const next = () => {
      this.#timer = setTimeout(async () => {
        this.#working = this.tick();
        await this.#working;
        if (!this.#ended) next();
      }, TICK_MS);
      this.#timer.unref();
    };
    next();
  }

  /** Looks at nothing more; what runs continues, and another replica, or the next start, follows it. */
  async stop(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#working;
    await this.options.store.release(this.owner);
  }

  /** One look at every operation with work. Never throws. */
  async tick(): Promise<void> {
    const { store, logger, now } = this.options;
    try {
      const ids = await store.claim(this.owner, new Date(now()), LEASE_MS);
      await Promise.all(ids.map(id => this.#lookOnce(id)));
    } catch (error) {
      logger.warn(
        `Operations of environments cannot be followed: ${stringifyError(
          error,
        )}`,
      );
    }
  }

  async #lookOnce(id: string): Promise<void> {
    if (this.#busy.has(id)) return;
    this.#busy.add(id);
    try {
      await this.#look(id);
    } catch (error) {
      this.options.logger.warn(`Operation ${id}: ${stringifyError(error)}`);
    } finally {
      this.#busy.delete(id);
    }
  }

  async #look(id: string): Promise<void> {
    const { store, runnerOf } = this.options;
    const operation = await store.operation(id);
    const step = operation && currentStep(operation);
    if (!operation || !step) return;
    const row = await store.find(operation.environment);
    if (!row) return;
    const at: At = { operation, row, step, runner: runnerOf(row) };
    if (step.state === 'running') await this.#follow(at);
    else await this.#begin(at);
  }

  /** Starts the next step, or ends it where nothing is to be run. */
  async #begin(at: At): Promise<void> {
    const { operation, step, runner } = at;
    const { steps, now } = this.options;
    if (operation.cancel) {
      await this.#finish(at, cancelledBy(operation.cancel.by));
      return;
    }
    const early = await steps.before(at);
    if (early) {
      await this.#finish(at, early);
      return;
    }
    const next = { ...step, attempt: step.attempt + 1 };
    const job = await steps.jobOf({ ...at, step: next });
    const kept = await this.#keep(
      started(
        operation,
        step,
        new Date(now()).toISOString(),
        runner.commandOf(job),
      ),
    );
    // Somebody else has it now.
    if (!kept) return;
    await runner.start(job);
  }

  /** Looks what became of a command. */
  async #follow(at: At): Promise<void> {
    const { operation, step, runner } = at;
    const { steps } = this.options;
    const id = jobIdOf(operation, step);
    const answer = afterRestart(step, await runner.find(id));
    if (answer === 'finish') {
      await this.#finish(at, await steps.after(at));
    } else if (answer === 'follow') {
      await this.#watch(at);
    } else if (answer === 'start') {
      if (operation.cancel) {
        await this.#finish(at, cancelledBy(operation.cancel.by));
        return;
      }
      await runner.start(await steps.jobOf(at));
    } else {
      await this.#finish(at, { result: answer });
    }
  }

  /** While a command runs: the id of its lock is written down, and a cancellation is passed on. */
  async #watch({ operation, row, step, runner }: At): Promise<void> {
    const { locks, steps, now } = this.options;
    const { cancel } = operation;
    if (cancel) {
      await runner.cancel(jobIdOf(operation, step));
      const late = now() - Date.parse(cancel.at) > CANCEL_MS;
      if (late && !step.reason) {
        await this.#keep(
          withStep(operation, step.seq, {
            reason: `${step.name} was interrupted and has not ended yet. It is not killed: that would leave the state locked.`,
          }),
        );
      }
    }
    if (!steps.takesLock(step) || step.lockId) return;
    const lockId = await locks.idOf(runner, row.name);
    if (lockId) {
      await this.#keep(withStep(operation, step.seq, { lockId }));
    }
  }

  async #finish({ operation, step }: At, outcome: StepOutcome): Promise<void> {
    const { now, onEnd } = this.options;
    const planned: Operation = outcome.plan
      ? { ...operation, plan: outcome.plan }
      : operation;
    // A command that was refused by a lock did not have it, whatever was written down meanwhile.
    const own =
      outcome.result.state === 'lock-held' && step.state === 'running'
        ? withStep(planned, step.seq, { lockId: undefined })
        : planned;
    const next = finished(
      own,
      step,
      outcome.result,
      new Date(now()).toISOString(),
      outcome.nothingToDo,
    );
    const kept = await this.#keep(appliedAtItsEnd(next), outcome.patch);
    if (kept && kept.operation.state !== operation.state) {
      await onEnd(kept.operation, kept.row);
    }
  }

  async #keep(operation: Operation, patch?: Partial<EnvironmentRow>) {
    const { store, onChange, now } = this.options;
    const at = new Date(now()).toISOString();
    const kept = await store.step(this.owner, operation, (row, next) =>
      rowAfter(row, next, at, patch),
    );
    if (kept) onChange(operation.environment);
    return kept;
  }
}

function withStep(
  operation: Operation,
  seq: number,
  change: Partial<Step>,
): Operation {
  return {
    ...operation,
    steps: operation.steps.map(step =>
      step.seq === seq ? { ...step, ...change } : step,
    ),
  };
}

/** The end of an environment was agreed on when it was made: its plan is applied at once, unless somebody must allow it. */
function appliedAtItsEnd(operation: Operation): Operation {
  const { state, kind, startedBy, plan } = operation;
  return state === 'waiting' &&
    kind === 'destroy' &&
    startedBy === 'portal' &&
    !plan?.needsApproval
    ? { ...operation, state: 'applying', appliedBy: 'portal' }
    : operation;
}
