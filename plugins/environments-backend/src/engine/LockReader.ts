import {
  explainLock,
  HeldLock,
  LockInfo,
  Operation,
  readLockInfo,
  Step,
} from '@slipway/plugin-environments-common';
import { EnvironmentStore } from '../database/EnvironmentStore';
import { Runner } from '../runners/types';
import { jobIdOf } from './jobIds';

/** Operations in which a lock is looked for. */
const LATEST = 50;

/** A lock as it is kept, and explained. */
export interface ReadLock {
  content: string;
  held: HeldLock;
}

/** Reads the locks of states, and says whose they are. */
export class LockReader {
  constructor(
    private readonly options: { store: EnvironmentStore; now(): number },
  ) {}

  /** Id of the lock that a state has now. */
  async idOf(runner: Runner, environment: string): Promise<string | undefined> {
    const content = await runner.states.lock(environment);
    return content === undefined ? undefined : readLockInfo(content)?.ID;
  }

  /**
   * The lock of a state, explained; undefined: it is not locked.
   *
   * @param except - an attempt that was refused by this lock, so that it cannot be its own
   */
  async read(
    runner: Runner,
    environment: string,
    except?: { operationId: string; seq: number },
  ): Promise<ReadLock | undefined> {
    const content = await runner.states.lock(environment);
    if (content === undefined) return undefined;
    const info: LockInfo = readLockInfo(content) ?? {
      ID: 'unreadable',
      Operation: '',
      Who: '',
      Created: '',
    };
    const mine = await this.#stepOf(environment, info.ID, except);
    if (!mine) {
      return {
        content,
        held: explainLock(info, undefined, 'unknown', this.options.now()),
      };
    }
    const { operation, step } = mine;
    const finding = await runner.find(jobIdOf(operation, step));
    const proofs = {
      running: 'alive',
      ended: 'dead',
      unknown: 'dead',
      'never-started': 'unknown',
    } as const;
    return {
      content,
      held: explainLock(
        info,
        {
          operationId: operation.id,
          environment,
          step: step.name,
          startedBy: operation.startedBy,
        },
        proofs[finding.is],
        this.options.now(),
      ),
    };
  }

  async #stepOf(
    environment: string,
    lockId: string,
    except: { operationId: string; seq: number } | undefined,
  ): Promise<{ operation: Operation; step: Step } | undefined> {
    const operations = await this.options.store.operations(environment, LATEST);
    for (const operation of operations) {
      const step = operation.steps.find(
        one =>
          one.lockId === lockId &&
          !(operation.id === except?.operationId && one.seq === except.seq),
      );
      if (step) return { operation, step };
    }
    return undefined;
  }
}
