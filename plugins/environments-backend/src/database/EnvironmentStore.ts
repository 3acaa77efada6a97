import { EnvironmentRow, Operation } from '@slipway/plugin-environments-common';
import { Sealed } from '../secrets/KeyRing';

/** What is kept encrypted of an operation. */
export type SealedName = 'plan' | 'view' | 'outputs';

/** An operation and its environment as they are to be kept. */
export interface Kept {
  operation: Operation;
  row: EnvironmentRow;
}

/** Where environments, operations and what is encrypted of them are kept. */
export interface EnvironmentStore {
  /**
   * Keeps a new environment with its first operation. One that was destroyed
   * gives its name free.
   *
   * @param requestKey - of the task that asks: asking twice makes one
   * @returns what is kept under that key already
   * @throws ConflictError when the name is taken
   */
  create(kept: Kept, requestKey?: string): Promise<Kept | undefined>;
  find(name: string): Promise<EnvironmentRow | undefined>;
  /** By name. */
  list(filter: {
    owner?: string;
    destroyed?: boolean;
  }): Promise<EnvironmentRow[]>;
  /**
   * Changes an environment, in one transaction.
   *
   * @throws NotFoundError when there is none
   */
  change(
    name: string,
    change: (row: EnvironmentRow) => EnvironmentRow,
  ): Promise<EnvironmentRow>;

  operation(id: string): Promise<Operation | undefined>;
  /** Latest first. */
  operations(environment: string, limit: number): Promise<Operation[]>;
  /** The latest operation that is not a check for drift. */
  latest(environment: string): Promise<Operation | undefined>;
  /**
   * Starts an operation.
   *
   * @throws ConflictError when another one of the environment is open
   */
  start(
    operation: Operation,
    change: (row: EnvironmentRow) => EnvironmentRow,
  ): Promise<void>;
  /**
   * Changes an operation for a user, in one transaction.
   *
   * @throws NotFoundError when there is none
   * @throws ConflictError when it is opened while another one is
   */
  changeOperation(id: string, change: (kept: Kept) => Kept): Promise<Kept>;
  /** Operations that wait for an apply. */
  waiting(): Promise<Operation[]>;

  /** Takes the operations with work that nobody else has now; for so many ms they are this owner's. */
  claim(owner: string, now: Date, forMs: number): Promise<string[]>;
  release(owner: string): Promise<void>;
  /**
   * Keeps a step of the engine, with a cancellation that was asked for
   * meanwhile.
   *
   * @returns what is kept; undefined for anybody but the owner of the lease, and then nothing is kept
   */
  step(
    owner: string,
    operation: Operation,
    rowAfter: (row: EnvironmentRow, operation: Operation) => EnvironmentRow,
  ): Promise<Kept | undefined>;

  seal(
    operationId: string,
    name: SealedName,
    sealed: Sealed,
    expiresAt: string,
  ): Promise<void>;
  sealed(operationId: string, name: SealedName): Promise<Sealed | undefined>;
  /** Deletes what is encrypted and expired. @returns how many */
  deleteExpired(now: string): Promise<number>;

  /** Warnings that were sent for the end that an environment has. */
  warned(name: string): Promise<string[]>;
  setWarned(name: string, warnings: readonly string[]): Promise<void>;
  /** Deletes operations that ended before, and environments that were destroyed before, with what belongs to them. */
  deleteBefore(before: string): Promise<{ operations: string[] }>;
}
