import { JsonObject, JsonValue } from '@backstage/types';
import { PolicyDecision } from '@backstage/plugin-permission-common';
import { TaskContext, TemplateAction } from '@backstage/plugin-scaffolder-node';
import { Message } from './rpc';

/** What the template engine of the job process is set up with. */
export interface EngineConfig {
  /** Configuration that actions and filters read, without secrets. */
  config: JsonObject;
  workingDirectory: string;
}

/** A task or a dry run of a template. */
export interface ExecuteJob extends EngineConfig {
  workspaceName: string;
  task: Pick<
    TaskContext,
    'taskId' | 'spec' | 'secrets' | 'createdBy' | 'isDryRun'
  >;
  /** Which optional functions the task has. */
  has: readonly OptionalTaskMethod[];
}

/** Values, and the JSON schemas which they must fit. */
export interface ValidateJob {
  values: JsonValue;
  schemas: readonly JsonValue[];
}

export type OptionalTaskMethod =
  | 'getTaskState'
  | 'updateCheckpoint'
  | 'updateStepState'
  | 'serializeWorkspace'
  | 'rehydrateWorkspace';

export type ActionDescription = Pick<
  TemplateAction,
  'id' | 'description' | 'supportsDryRun' | 'schema'
>;

export interface ActionCall {
  /** Names the call in what it asks back. */
  call: number;
  id: string;
  input: JsonObject;
  step?: { id?: string; name?: string };
  workspacePath: string;
}

export interface InstrumentOptions {
  description?: string;
  unit?: string;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What the job process may ask of the portal. */
export interface PortalMethods {
  log(level: LogLevel, message: string): void;
  metric(
    kind: 'createCounter' | 'createHistogram',
    instrument: [name: string, options?: InstrumentOptions],
    value: number,
    attributes: JsonObject,
  ): void;
  emitLog(message: string, metadata?: JsonObject): Promise<void>;
  /** Calls one of the optional functions of the task. */
  task(method: OptionalTaskMethod, options?: JsonObject): Promise<unknown>;
  /** Which actions with which input the initiator may execute. */
  authorizeActions(): Promise<PolicyDecision>;
  describeAction(id: string): Promise<ActionDescription>;
  /** Runs an action that needs services of the portal; its outputs in order. */
  runAction(call: ActionCall): Promise<Array<[string, JsonValue]>>;
  /** Runs the function of a checkpoint that such an action has made. */
  runCheckpoint(call: number, index: number): Promise<JsonValue | void>;
  readUrl(url: string, options: { token?: string }): Promise<Uint8Array>;
  readTree(
    url: string,
    options: { token?: string },
    targetDir: string,
  ): Promise<string>;
}

/** What the portal may ask of the job process. */
export interface JobMethods {
  execute(job: ExecuteJob): Promise<JsonObject>;
  /** What does not fit, in words, and the processor time that finding it took. */
  validate(job: ValidateJob): Promise<{ errors: string[]; cpuMs: number }>;
  /** The processor time that reading a YAML text takes, whatever comes of it. */
  readYaml(text: string): Promise<{ cpuMs: number }>;
  cancel(): void;
  stepLog(call: number, level: LogLevel, message: string): void;
  checkpoint(call: number, key: string, index: number): Promise<unknown>;
  temporaryDirectory(call: number): Promise<string>;
}

/** What the job process sends: answers and calls, and signs that it is not stuck. */
export type JobMessage =
  | Message
  | { type: 'ready' }
  | { type: 'alive'; cpuMs: number };
