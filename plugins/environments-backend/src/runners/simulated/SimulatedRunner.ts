import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFoundError, stringifyError } from '@backstage/errors';
import {
  Definition,
  JobFinding,
  StepName,
} from '@slipway/plugin-environments-common';
import { planModeOf } from '../process/commands';
import { textOf } from '../process/files';
import { Job, JobResult, Runner, States } from '../types';
import { ModelState, simulatedOutputs, simulatedPlan } from './model';

/** Installs the services of an environment in a cluster of the portal. */
export interface ServiceInstaller {
  /** Objects that would change, as `helmfile diff` names them. */
  diff(definition: Definition, entityRef: string): Promise<string>;
  sync(definition: Definition, entityRef: string): Promise<string[]>;
  destroy(definition: Definition): Promise<string[]>;
}

interface KeptResult {
  exitCode: number;
  log: string;
  plan?: string;
  planJson?: string;
  outputs?: string;
  diff?: string;
}

/**
 * Terraform and Helmfile as a small model, for machines that have neither: a
 * plan is made from the inputs, an apply keeps what the plan says. Only what
 * the installer makes in a cluster is there. Everything else is simulated, and
 * says so.
 */
export class SimulatedRunner implements Runner {
  readonly kind = 'simulated';
  readonly states: States;
  readonly #running = new Map<string, Promise<void>>();

  constructor(
    private readonly options: {
      directory: string;
      clusterName: string;
      installer?: ServiceInstaller;
    },
  ) {
    this.states = {
      lockSurvives: false,
      version: async name => {
        const state = await this.#state(name);
        return state && { serial: state.serial, lineage: state.lineage };
      },
      lock: async () => undefined,
      removeLock: async () => undefined,
      resources: async name =>
        Object.keys((await this.#state(name))?.resources ?? {}).length,
    };
  }

  async refusal(): Promise<undefined> {
    return undefined;
  }

  skips(step: StepName): string | undefined {
    return step.startsWith('helmfile:') && !this.options.installer
      ? 'Simulated: there is no cluster to install services in.'
      : undefined;
  }

  async codeHash(): Promise<string> {
    return 'simulated';
  }

  commandOf({ step }: Job): string {
    return `simulated ${step.replace(':', ' ')}`;
  }

  async start(job: Job): Promise<void> {
    if (this.#running.has(job.id) || (await this.#result(job.id))) return;
    const work = this.#work(job).finally(() => this.#running.delete(job.id));
    this.#running.set(job.id, work);
  }

  async find(id: string): Promise<JobFinding> {
    if (this.#running.has(id)) return { is: 'running' };
    const result = await this.#result(id);
    // Done again after a restart: each step of the model can be.
    return result
      ? { is: 'ended', exitCode: result.exitCode }
      : { is: 'never-started' };
  }

  async cancel(): Promise<void> {
    // Each step ends at once.
  }

  async log(id: string, from: number): Promise<{ text: string; next: number }> {
    const bytes = Buffer.from((await this.#result(id))?.log ?? '', 'utf8');
    const start = Math.min(from, bytes.length);
    return { text: bytes.subarray(start).toString('utf8'), next: bytes.length };
  }

  async result(id: string): Promise<JobResult> {
    const result = await this.#result(id);
    if (!result) throw new NotFoundError(`The job ${id} has not ended.`);
    const { exitCode, plan, planJson, outputs, diff, log } = result;
    return {
      exitCode,
      ...(plan ? { plan: Buffer.from(plan, 'utf8') } : {}),
      ...(planJson ? { planJson } : {}),
      ...(outputs ? { outputs } : {}),
      ...(diff === undefined ? {} : { diff }),
      lastWords: log.trim().split('\n').at(-1) ?? '',
    };
  }

  async forget(): Promise<void> {
    // Nothing in it is a secret; the log is read later.
  }

  async forgetOperation(operationId: string): Promise<void> {
    await rm(join(this.options.directory, 'jobs', operationId), {
      recursive: true,
      force: true,
    });
  }

  async #work(job: Job): Promise<void> {
    let result: KeptResult;
    try {
      result = await this.#do(job);
    } catch (error) {
      result = { exitCode: 1, log: `Error: ${stringifyError(error)}\n` };
    }
    const log = `Simulated: no Terraform and no Helmfile runs here.\n${result.log}`;
    await this.#write(this.#resultPath(job.id), { ...result, log });
  }

  async #do(job: Job): Promise<KeptResult> {
    const { definition, entityRef } = job;
    const { installer, clusterName } = this.options;
    const lines = (text: readonly string[]) => text.map(t => `${t}\n`).join('');
    switch (job.step) {
      case 'terraform:plan': {
        const state = await this.#state(definition.name);
        const { json, next } = simulatedPlan(
          state,
          definition,
          planModeOf(job),
        );
        return {
          exitCode: 0,
          log: 'The plan was made from the inputs.\n',
          plan: JSON.stringify(next),
          planJson: json,
        };
      }
      case 'terraform:apply': {
        const next: ModelState = JSON.parse(job.plan?.toString('utf8') ?? '{}');
        await this.#write(this.#statePath(definition.name), next);
        return {
          exitCode: 0,
          log: lines(Object.keys(next.resources).map(one => `${one}: kept`)),
        };
      }
      case 'terraform:output':
        return {
          exitCode: 0,
          log: 'Outputs were made from the inputs.\n',
          outputs: simulatedOutputs(definition, clusterName),
        };
      case 'helmfile:diff': {
        const diff = (await installer?.diff(definition, entityRef)) ?? '';
        return { exitCode: 0, log: diff, diff };
      }
      case 'helmfile:sync':
        return {
          exitCode: 0,
          log: lines((await installer?.sync(definition, entityRef)) ?? []),
        };
      default:
        return {
          exitCode: 0,
          log: lines((await installer?.destroy(definition)) ?? []),
        };
    }
  }

  async #state(name: string): Promise<ModelState | undefined> {
    const text = await textOf(this.#statePath(name));
    return text === undefined ? undefined : JSON.parse(text);
  }

  async #result(id: string): Promise<KeptResult | undefined> {
    const text = await textOf(this.#resultPath(id));
    return text === undefined ? undefined : JSON.parse(text);
  }

  #statePath(name: string): string {
    return join(this.options.directory, 'states', `${name}.json`);
  }

  #resultPath(id: string): string {
    return join(this.options.directory, 'jobs', id.slice(0, 36), `${id}.json`);
  }

  /** Written to another file first: nobody reads a half of it. */
  async #write(path: string, content: object): Promise<void> {
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
    await writeFile(`${path}.half`, JSON.stringify(content), { mode: 0o600 });
    await rename(`${path}.half`, path);
  }
}
