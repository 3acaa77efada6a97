import { stringifyError } from '@backstage/errors';
import {
  ApprovalPolicy,
  EnvironmentRow,
  isEmptyPlan,
  Operation,
  PlanSummary,
  staleReason,
  Step,
  StepResult,
} from '@slipway/plugin-environments-common';
import { Job, JobResult, Runner } from '../runners/types';
import { inputsHashOf } from './hashes';
import { jobIdOf } from './jobIds';
import { LockReader } from './LockReader';
import { readOutputs } from './outputs';
import { driftOf, planOutcome, planReadyWords, withDiff } from './planOutcome';
import { KeptView, PlanVault } from './PlanVault';

/** Steps whose command takes the lock of the state. */
const LOCKING: ReadonlyArray<Step['name']> = [
  'terraform:plan',
  'terraform:apply',
];

/** What a step came to. */
export interface StepOutcome {
  result: StepResult;
  /** Of the operation. */
  plan?: PlanSummary;
  /** Of the environment. */
  patch?: Partial<EnvironmentRow>;
  /** Whether the plan that is ready would change nothing. */
  nothingToDo?: boolean;
}

/** Others are applied also where nothing would change: their services are not there yet, or the record must follow. */
const canBeEmpty = (kind: Operation['kind']) => kind === 'reconcile';

const failed = (reason: string): StepOutcome => ({
  result: { state: 'failed', reason },
});

/** The namespace, where the plan makes or changes it and says what it will be. */
function plannedNamespace({ outputs }: KeptView): string | undefined {
  const after = outputs.find(({ name }) => name === 'namespace')?.after;
  return after?.is === 'value' ? after.text : undefined;
}

interface At {
  operation: Operation;
  row: EnvironmentRow;
  step: Step;
  runner: Runner;
}

/** What is done before, and after, the command of a step. */
export class StepRunner {
  constructor(
    private readonly options: {
      locks: LockReader;
      vault: PlanVault;
      policy: ApprovalPolicy;
      /** How long a plan may be applied. */
      planMs: number;
      /** Publishes the environment in the catalog, and commits its definition. */
      register(row: EnvironmentRow, operation: Operation): Promise<void>;
      now(): number;
    },
  ) {}

  takesLock({ name }: Pick<Step, 'name'>): boolean {
    return LOCKING.includes(name);
  }

  /** What makes a step end before its command is run; undefined: it is to be run. */
  async before(at: At): Promise<StepOutcome | undefined> {
    const { operation, row, step, runner } = at;
    if (step.name === 'environment:register') {
      await this.options.register(row, operation);
      return { result: { state: 'succeeded' } };
    }
    const skipped = runner.skips(step.name);
    if (skipped) {
      return {
        result: { state: 'skipped', reason: skipped },
        nothingToDo:
          canBeEmpty(operation.kind) &&
          operation.plan !== undefined &&
          isEmptyPlan(operation.plan.counts),
      };
    }
    const refused = await runner.refusal();
    if (refused) return failed(refused);
    if (this.takesLock(step) && runner.states.lockSurvives) {
      const lock = await this.options.locks.read(runner, row.name);
      if (lock) return { result: { state: 'lock-held', lock: lock.held } };
    }
    return step.name === 'terraform:apply' ? this.#stale(at) : undefined;
  }

  /** The job of an attempt at a step. */
  async jobOf({ operation, row, step }: At): Promise<Job> {
    return {
      id: jobIdOf(operation, step),
      operationId: operation.id,
      kind: operation.kind,
      step: step.name,
      definition: row,
      namespace: row.outputs.namespace ?? row.name,
      entityRef: row.entityRef,
      ...(step.name === 'terraform:apply'
        ? { plan: (await this.options.vault.plan(operation.id)).file }
        : {}),
    };
  }

  /** What a command that ended means. */
  async after(at: At): Promise<StepOutcome> {
    const { operation, step, runner } = at;
    const id = jobIdOf(operation, step);
    const job = await runner.result(id);
    try {
      const { cancel } = operation;
      const isPlanned = job.exitCode === 2 && step.name !== 'terraform:apply';
      if (job.exitCode !== 0 && !isPlanned) {
        return cancel
          ? {
              result: {
                state: 'cancelled',
                reason: `Cancelled by ${cancel.by}.`,
              },
            }
          : await this.#failure(at, job);
      }
      return await this.#success(at, job);
    } catch (error) {
      return failed(`${step.name}: ${stringifyError(error).slice(0, 300)}`);
    } finally {
      await runner.forget(id);
    }
  }

  async #stale({
    operation,
    row,
    runner,
  }: At): Promise<StepOutcome | undefined> {
    const reason = await this.staleness(operation, row, runner);
    return reason ? failed(`${reason} Retry makes a new plan.`) : undefined;
  }

  /** Why the plan of an operation can no longer be applied; undefined when it can. */
  async staleness(
    operation: Operation,
    row: EnvironmentRow,
    runner: Runner,
  ): Promise<string | undefined> {
    const { now, vault } = this.options;
    if (operation.plan && Date.parse(operation.plan.expiresAt) <= now()) {
      return `The plan expired at ${operation.plan.expiresAt}.`;
    }
    const { basis } = await vault.plan(operation.id);
    const version = await runner.states.version(row.name);
    return staleReason(basis, {
      ...version,
      inputsHash: inputsHashOf(row),
      codeHash: await runner.codeHash(),
      now: now(),
    });
  }

  async #success(at: At, job: JobResult): Promise<StepOutcome> {
    const { operation, row, step, runner } = at;
    const done: StepOutcome = { result: { state: 'succeeded' } };
    const context = {
      operation,
      row,
      policy: this.options.policy,
      simulated: runner.kind === 'simulated',
    };
    switch (step.name) {
      case 'terraform:plan':
        return this.#planned(at, job);
      case 'helmfile:diff': {
        const { vault } = this.options;
        const [plan, view] = await Promise.all([
          vault.plan(operation.id),
          vault.view(operation.id),
        ]);
        const outcome = withDiff(context, { plan, view }, job.diff ?? '');
        await vault.keepView(
          operation.id,
          outcome.view,
          outcome.summary.expiresAt,
        );
        return {
          ...this.#ready(operation, outcome.summary),
          plan: outcome.summary,
        };
      }
      case 'terraform:output':
        return {
          ...done,
          patch: { outputs: readOutputs(job.outputs ?? '{}') },
        };
      case 'terraform:apply': {
        const left =
          operation.kind === 'destroy'
            ? await runner.states.resources(row.name)
            : undefined;
        return left ? failed(`${left} resources are left in the state.`) : done;
      }
      default:
        return done;
    }
  }

  async #planned(
    { operation, row, runner }: At,
    { plan, planJson }: JobResult,
  ): Promise<StepOutcome> {
    if (!plan || !planJson) return failed('Terraform left no plan.');
    const { now, planMs, policy, vault } = this.options;
    const outcome = planOutcome(
      { operation, row, policy, simulated: runner.kind === 'simulated' },
      { plan, planJson },
      {
        codeHash: await runner.codeHash(),
        version: await runner.states.version(row.name),
        expiresAt: new Date(now() + planMs).toISOString(),
      },
    );
    await vault.keep(operation.id, outcome.plan, outcome.view);
    const namespace = plannedNamespace(outcome.view);
    const checkedAt = new Date(now()).toISOString();
    return {
      ...this.#ready(operation, outcome.summary),
      plan: outcome.summary,
      // Known before it is applied: what Helm would change is asked for there.
      ...(namespace
        ? { patch: { outputs: { ...row.outputs, namespace } } }
        : {}),
      ...(operation.kind === 'check-drift'
        ? {
            patch: { drift: driftOf(operation.id, outcome.view, checkedAt) },
          }
        : {}),
    };
  }

  #ready({ kind }: Operation, summary: PlanSummary): StepOutcome {
    return {
      result: { state: 'succeeded', reason: planReadyWords(summary) },
      nothingToDo: canBeEmpty(kind) && isEmptyPlan(summary.counts),
    };
  }

  async #failure(
    { operation, row, step, runner }: At,
    { exitCode, lastWords }: JobResult,
  ): Promise<StepOutcome> {
    if (/acquiring the state lock/i.test(lastWords)) {
      const lock = await this.options.locks.read(runner, row.name, {
        operationId: operation.id,
        seq: step.seq,
      });
      if (lock) return { result: { state: 'lock-held', lock: lock.held } };
    }
    return failed(
      `${step.name} ended with exit code ${exitCode}${
        lastWords ? `: ${lastWords}` : '.'
      }`,
    );
  }
}
