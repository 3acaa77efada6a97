import { randomUUID } from 'node:crypto';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  ChangeArgs,
  Definition,
  environmentEntityRef,
  EnvironmentFacts,
  EnvironmentRequest,
  EnvironmentRow,
  isOpen,
  LogPart,
  newSteps,
  Operation,
  OperationKind,
  PlanView,
  RequestProblem,
  retried,
} from '@slipway/plugin-environments-common';
import { EnvironmentsConfig } from '../config';
import { EnvironmentStore, Kept } from '../database/EnvironmentStore';
import { DefinitionCommits } from '../definitions/DefinitionCommits';
import { jobIdOf } from '../engine/jobIds';
import { LockReader } from '../engine/LockReader';
import { PlanVault } from '../engine/PlanVault';
import { rowAfter } from '../engine/rowAfter';
import { StepRunner } from '../engine/StepRunner';
import { CloudRunners } from './CloudRunners';
import { Limits } from './Limits';

const LATEST = 50;

interface Options {
  config: EnvironmentsConfig;
  definitions: DefinitionCommits;
  limits: Limits;
  locks: LockReader;
  onChange(environment: string): void;
  now(): number;
  runners: Pick<CloudRunners, 'clouds' | 'clusterOf' | 'find' | 'of'>;
  steps: StepRunner;
  store: EnvironmentStore;
  vault: PlanVault;
}

/** Environments, and what is asked of them. The engine carries it out. */
export class EnvironmentsService {
  constructor(private readonly options: Options) {}

  list(filter: {
    owner?: string;
    destroyed?: boolean;
  }): Promise<EnvironmentRow[]> {
    return this.options.store.list(filter);
  }

  /** @throws NotFoundError */
  async get(name: string): Promise<EnvironmentRow> {
    const row = await this.options.store.find(name);
    if (!row) throw new NotFoundError(`There is no environment ${name}.`);
    return row;
  }

  /** Latest first. */
  async operations(name: string): Promise<Operation[]> {
    await this.get(name);
    return this.options.store.operations(name, LATEST);
  }

  /** @throws NotFoundError */
  async operation(name: string, id: string): Promise<Operation> {
    const operation = await this.options.store.operation(id);
    if (operation?.environment !== name) {
      throw new NotFoundError(`${name} has no operation ${id}.`);
    }
    return operation;
  }

  /** The masked diff of an operation. @throws NotFoundError where there is none, or it expired */
  async plan(name: string, id: string): Promise<PlanView> {
    const { plan } = await this.operation(name, id);
    if (!plan) throw new NotFoundError(`Operation ${id} has no plan.`);
    return { summary: plan, ...(await this.options.vault.view(id)) };
  }

  /** A part of the log of a step, masked. */
  async log(
    name: string,
    id: string,
    seq: number,
    from: number,
  ): Promise<LogPart> {
    const operation = await this.operation(name, id);
    const step = operation.steps.find(one => one.seq === seq);
    if (!step) throw new NotFoundError(`Operation ${id} has no step ${seq}.`);
    const runner = this.options.runners.find((await this.get(name)).cloud);
    const ended = step.state !== 'running';
    if (!runner || step.attempt === 0) return { text: '', next: from, ended };
    const part = await runner.log(jobIdOf(operation, step), from);
    return { ...part, ended: ended && part.next === from };
  }

  /**
   * Asks for an environment: its definition is committed, and its plan made.
   *
   * @param by - `user:default/olga`
   * @param requestKey - of the task that asks: asking twice makes one
   * @throws InputError that names what is wrong
   * @throws ConflictError when the name is taken
   */
  async create(
    request: EnvironmentRequest,
    by: string,
    requestKey?: string,
  ): Promise<Kept> {
    const { limits, now, onChange, runners, store } = this.options;
    const before = await store.find(request.name);
    const problems = await limits.problems(request);
    const isOther = ({ field }: RequestProblem) => field !== 'name';
    // The second try of a task finds what the first one made.
    const counted = before && requestKey ? [] : problems.filter(isOther);
    if (counted.length > 0) {
      throw new InputError(
        counted.map(({ field, message }) => `${field}: ${message}`).join(' '),
      );
    }
    const at = new Date(now()).toISOString();
    const definition: Definition = {
      name: request.name,
      cloud: request.cloud,
      size: request.size,
      tier: request.tier,
      owner: request.owner,
      ...(request.system ? { system: request.system } : {}),
      services: request.services,
      expiresAt: limits.endOf(request),
      protected: false,
    };
    const operation = this.#operation('create', request.name, by);
    const cluster = runners.clusterOf(request.cloud);
    const row: EnvironmentRow = {
      ...definition,
      entityRef: environmentEntityRef(request.name),
      state: 'planning',
      reason: 'Its plan is being made.',
      runner: runners.of(request.cloud).kind,
      createdBy: by,
      createdAt: at,
      updatedAt: at,
      outputs: { endpoints: {} },
      ...(cluster ? { cluster } : {}),
    };
    const kept = { row: rowAfter(row, operation, at), operation };
    const already = await store.create(kept, requestKey);
    if (already) return already;
    await this.options.definitions.commit(row, {
      message: `Create ${row.name}`,
      by,
    });
    onChange(row.name);
    return kept;
  }

  /** What the actions decide by. */
  async facts(name: string, change?: ChangeArgs): Promise<EnvironmentFacts> {
    const { config, limits, store } = this.options;
    const row = await this.get(name);
    const operation = await store.latest(name);
    const problem = change?.size
      ? await limits.quotaProblemOf(row, change.size)
      : undefined;
    return {
      row,
      ...(operation ? { operation: await this.#fresh(row, operation) } : {}),
      ttl: config.ttl,
      ...(problem ? { quotaProblem: problem } : {}),
    };
  }

  /** Starts an operation; where it asks for something else, the definition changes too. */
  async start(
    name: string,
    kind: OperationKind,
    by: string,
    change?: ChangeArgs,
  ): Promise<Operation> {
    const { now, onChange, store } = this.options;
    const operation = this.#operation(kind, name, by);
    const at = new Date(now()).toISOString();
    await store.start(operation, row =>
      rowAfter(changed(row, change), operation, at),
    );
    if (change) {
      await this.options.definitions.commit(await this.get(name), {
        message: `Change ${name}`,
        by,
      });
    }
    onChange(name);
    return operation;
  }

  /** Has a plan applied, which was looked at and, where needed, allowed. */
  async apply(
    name: string,
    write: { operationId: string; planHash: string; by: string },
    approvalId?: string,
  ): Promise<void> {
    await this.#change(write.operationId, operation => {
      const { plan, state } = operation;
      if (state !== 'waiting' || plan?.hash !== write.planHash || plan.stale) {
        throw new ConflictError(
          `The plan of ${name} changed since you looked.`,
        );
      }
      if (plan.needsApproval && !approvalId) {
        throw new ConflictError(plan.needsApproval);
      }
      const { reason: _, ...rest } = operation;
      return {
        ...rest,
        state: 'applying',
        appliedBy: write.by,
        ...(approvalId ? { approvalId } : {}),
      };
    });
  }

  /** Asks the engine to end what runs; what only waits ends now. */
  async cancel(operationId: string, by: string): Promise<void> {
    const at = new Date(this.options.now()).toISOString();
    await this.#change(operationId, operation => {
      if (!isOpen(operation)) throw new ConflictError('It has ended already.');
      const cancel = { by, at };
      return operation.state === 'waiting'
        ? {
            ...operation,
            cancel,
            state: 'cancelled',
            endedAt: at,
            reason: `Cancelled by ${by} before it was applied.`,
          }
        : { ...operation, cancel };
    });
  }

  async retry(operationId: string, mode: 'plan' | 'continue'): Promise<void> {
    await this.#change(operationId, operation => retried(operation, mode));
  }

  /**
   * Releases a lock of ours whose process is proven to have ended; proved again now.
   *
   * @throws ConflictError when it may not be released
   */
  async unlock(
    name: string,
    operationId: string,
    lockId: string,
  ): Promise<void> {
    const { locks, runners } = this.options;
    const runner = runners.of((await this.get(name)).cloud);
    const lock = await locks.read(runner, name);
    if (lock && lock.held.id !== lockId) {
      throw new ConflictError('The lock is not the one that you saw.');
    }
    if (lock && !lock.held.mayUnlock) throw new ConflictError(lock.held.reason);
    if (lock) await runner.states.removeLock(name, lock.content);
    await this.#change(operationId, ({ lock: _, ...operation }) => ({
      ...operation,
      state: 'failed',
      reason:
        'The lock was released. Retry makes a plan that says what is left.',
    }));
  }

  /** Moves the end. */
  async extend(name: string, expiresAt: string, by: string): Promise<void> {
    await this.#define(name, { expiresAt }, `Extend ${name}`, by);
  }

  async protect(name: string, on: boolean, by: string): Promise<void> {
    const verb = on ? 'Protect' : 'Unprotect';
    await this.#define(name, { protected: on }, `${verb} ${name}`, by);
  }

  async #define(
    name: string,
    change: Partial<Definition>,
    message: string,
    by: string,
  ): Promise<void> {
    const { now, onChange, store } = this.options;
    const updatedAt = new Date(now()).toISOString();
    const row = await store.change(name, before => ({
      ...before,
      ...change,
      updatedAt,
    }));
    await this.options.definitions.commit(row, { message, by });
    onChange(name);
  }

  async #change(
    id: string,
    change: (operation: Operation) => Operation,
  ): Promise<void> {
    const { now, onChange, store } = this.options;
    const at = new Date(now()).toISOString();
    const { row } = await store.changeOperation(id, kept => {
      const operation = change(kept.operation);
      return { operation, row: rowAfter(kept.row, operation, at) };
    });
    onChange(row.name);
  }

  /** The operation with whether its plan can still be applied. */
  async #fresh(row: EnvironmentRow, operation: Operation): Promise<Operation> {
    const { plan, state } = operation;
    const runner = this.options.runners.find(row.cloud);
    if (state !== 'waiting' || !plan || plan.stale || !runner) return operation;
    const stale = await this.options.steps.staleness(operation, row, runner);
    return stale ? { ...operation, plan: { ...plan, stale } } : operation;
  }

  #operation(kind: OperationKind, environment: string, by: string): Operation {
    return {
      id: randomUUID(),
      environment,
      kind,
      state: 'planning',
      startedBy: by,
      createdAt: new Date(this.options.now()).toISOString(),
      steps: newSteps(kind),
    };
  }
}

function changed(row: EnvironmentRow, change?: ChangeArgs): EnvironmentRow {
  return {
    ...row,
    ...(change?.size ? { size: change.size } : {}),
    ...(change?.services ? { services: change.services } : {}),
  };
}
