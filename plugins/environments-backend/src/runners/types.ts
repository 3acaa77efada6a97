import {
  Definition,
  JobFinding,
  LogPart,
  OperationKind,
  RunnerKind,
  StepName,
} from '@slipway/plugin-environments-common';

/** What Terraform is asked to plan. */
export type PlanMode = 'normal' | 'destroy' | 'refresh-only';

/** One command, or a few that belong together, for one attempt at one step. */
export interface Job {
  /**
   * `<operation>-<step>-<attempt>`: the attempt is the fencing number. A step
   * that has a job gets no other before that one is proven to have ended.
   */
  id: string;
  operationId: string;
  kind: OperationKind;
  step: StepName;
  definition: Definition;
  /** What it would do is what it was planned with. */
  plan?: Buffer;
  /** Namespace of its services, as Terraform said it; its name before that. */
  namespace: string;
  /** Entity that the objects in the cluster belong to. */
  entityRef: string;
}

/** What a command left when it ended. */
export interface JobResult {
  exitCode: number;
  /** Of `terraform:plan`: the plan file, and what `show -json` says of it. */
  plan?: Buffer;
  planJson?: string;
  /** Of `terraform:output`: as `output -json` writes it. */
  outputs?: string;
  /** Of `helmfile:diff`. */
  diff?: string;
  /** What it said last, masked; for the reason of a failure. */
  lastWords: string;
}

/** State of Terraform, as far as it says which version it is. */
export interface StateVersion {
  serial: number;
  lineage: string;
}

/** Where the state of an environment is. */
export interface States {
  /** Whether a lock stays when the process that took it is killed. */
  readonly lockSurvives: boolean;
  /** Undefined: there is none yet. */
  version(environment: string): Promise<StateVersion | undefined>;
  /** The lock as it is kept; undefined: it is not locked. */
  lock(environment: string): Promise<string | undefined>;
  /** Removes the lock if it still has this content. */
  removeLock(environment: string, content: string): Promise<void>;
  /** Whether it has any resource left; undefined: not known. */
  resources(environment: string): Promise<number | undefined>;
}

/**
 * Executes jobs. They outlive the portal: what it needs to find them again is
 * kept outside of it.
 */
export interface Runner {
  readonly kind: RunnerKind;
  /** Why it cannot run anything now, one sentence; undefined when it can. */
  refusal(): Promise<string | undefined>;
  /** Why a step does nothing here, one sentence; undefined when it does something. */
  skips(step: StepName): string | undefined;
  /** SHA-256 of the code that it would run, in hexadecimal. */
  codeHash(): Promise<string>;
  /** The command line of a job, without values. */
  commandOf(job: Job): string;
  /**
   * Starts a job. Starting one that exists does nothing.
   *
   * @throws when it was certainly not started
   */
  start(job: Job): Promise<void>;
  find(id: string): Promise<JobFinding>;
  /** Interrupts it; it then ends in its own time. */
  cancel(id: string): Promise<void>;
  log(id: string, from: number): Promise<Omit<LogPart, 'ended'>>;
  result(id: string): Promise<JobResult>;
  /** Forgets what it kept of a job: secrets at once. */
  forget(id: string): Promise<void>;
  /** Forgets the folder of an operation. */
  forgetOperation(operationId: string): Promise<void>;
  readonly states: States;
}
