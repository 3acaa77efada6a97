import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { isError, NotFoundError } from '@backstage/errors';
import {
  formsOf,
  JobFinding,
  maskSecrets,
  StepName,
} from '@slipway/plugin-environments-common';
import { z } from 'zod/v3';
import { Job, JobResult, Runner, States } from '../types';
import {
  commandsOf,
  DIFF_TEXT,
  inWords,
  OUTPUTS_JSON,
  PLAN_FILE,
  PLAN_JSON,
} from './commands';
import { bytesOf, hashOfCode, textOf, writeSecret } from './files';
import { interrupt, isAlive, proofSchema } from './proof';
import { Workspace, WorkspaceOptions } from './Workspace';

/** Values of variables that are credentials, by their names. */
const credentialsOf = (env: Record<string, string>) =>
  Object.entries(env)
    .filter(([name]) => /KEY|TOKEN|SECRET|PASSWORD/i.test(name))
    .map(([, value]) => value);

/** A supervisor that was spawned has so long to say who it is. */
const STARTING_MS = 15_000;
/** Most of a log that one answer has. */
const LOG_BYTES = 64 * 1024;

const exitSchema = z.object({ exitCode: z.number().int() });

/** How the `process` runner of one cloud is configured. */
export interface ProcessRunnerOptions extends WorkspaceOptions {
  /** Paths of the programs. `tofu` can stand in the place of terraform. */
  terraform: string;
  helmfile?: string;
  /** What the programs get beside the usual: credentials, the path of a kubeconfig. Nothing of the portal's own. */
  env: Record<string, string>;
  timeoutSeconds: number;
  states: States;
  /** Reads what is kept encrypted: the sensitive texts of a plan. */
  secretsOf(operationId: string): Promise<string[]>;
}

/**
 * Terraform and Helmfile as processes of this machine, each job below a
 * supervisor that outlives the portal. For development: the code runs with the
 * rights of the portal's user.
 */
export class ProcessRunner implements Runner {
  readonly kind = 'process';
  readonly states: States;

  readonly #workspace: Workspace;

  constructor(private readonly options: ProcessRunnerOptions) {
    this.states = options.states;
    this.#workspace = new Workspace(options);
  }

  async refusal(): Promise<string | undefined> {
    const { terraform, code, root } = this.options;
    if (!existsSync(terraform)) {
      return `${basename(
        terraform,
      )} is not installed on the machine of the portal.`;
    }
    return existsSync(join(code, root))
      ? undefined
      : 'The Terraform code of this cloud is not on the machine of the portal.';
  }

  skips(step: StepName): string | undefined {
    return step.startsWith('helmfile:') &&
      (!this.options.helmfile || !this.options.releases)
      ? 'No Helmfile is configured for this cloud.'
      : undefined;
  }

  async codeHash(): Promise<string> {
    return hashOfCode(this.options.code);
  }

  commandOf(job: Job): string {
    const folder = this.#workspace.jobFolder(job.id);
    return commandsOf(job, folder)
      .map(command => inWords(command, folder))
      .join(' && ');
  }

  async start(job: Job): Promise<void> {
    const folder = this.#workspace.jobFolder(job.id);
    await mkdir(join(folder, '..'), { recursive: true, mode: 0o700 });
    try {
      await mkdir(folder, { mode: 0o700 });
    } catch (error) {
      // It was started already: whoever did that has it.
      if (isError(error) && error.code === 'EEXIST') return;
      throw error;
    }
    const { root, releases, home } = await this.#workspace.prepare(job);
    if (job.plan) await writeSecret(join(folder, PLAN_FILE), job.plan);
    const { env, timeoutSeconds, helmfile, terraform } = this.options;
    const secrets = await this.options.secretsOf(job.operationId);
    const commands = commandsOf(job, folder).map(command => ({
      name: inWords(command, folder),
      file: command.tool === 'terraform' ? terraform : helmfile,
      args: command.args,
      cwd: command.tool === 'terraform' ? root : releases,
      ok: command.ok,
      stdoutTo: command.stdoutTo,
    }));
    await writeSecret(
      join(folder, 'job.json'),
      JSON.stringify({ id: job.id, step: job.step, commands }),
    );
    await this.#spawn(folder, {
      folder,
      commands,
      timeoutSeconds,
      forms: formsOf([...secrets, ...credentialsOf(env)]),
      env: {
        PATH: process.env.PATH ?? '',
        HOME: home,
        LANG: 'C.UTF-8',
        TF_IN_AUTOMATION: '1',
        CHECKPOINT_DISABLE: '1',
        ...env,
      },
    });
  }

  async find(id: string): Promise<JobFinding> {
    const folder = this.#workspace.jobFolder(id);
    const ended = await exitOf(folder);
    if (ended) return ended;
    const supervisor = await readProof(join(folder, 'supervisor.json'));
    if (!supervisor) return this.#findUnsupervised(folder);
    if (await isAlive(supervisor)) return { is: 'running' };
    const tool = await readProof(join(folder, 'tool.json'));
    if (tool && (await isAlive(tool))) return { is: 'running' };
    // It may have ended between the two looks.
    return (
      (await exitOf(folder)) ?? {
        is: 'unknown',
        reason: tool
          ? 'the processes that ran it are gone, and none wrote down how it ended.'
          : 'its supervisor is gone.',
      }
    );
  }

  async cancel(id: string): Promise<void> {
    const folder = this.#workspace.jobFolder(id);
    if (!existsSync(folder)) return;
    await writeFile(join(folder, 'cancel'), '');
    const tool = await readProof(join(folder, 'tool.json'));
    if (tool) await interrupt(tool);
  }

  async log(id: string, from: number): Promise<{ text: string; next: number }> {
    const path = join(this.#workspace.jobFolder(id), 'log');
    let file;
    try {
      file = await open(path, 'r');
    } catch (error) {
      if (isError(error) && error.code === 'ENOENT') {
        return { text: '', next: from };
      }
      throw error;
    }
    try {
      const { size } = await file.stat();
      const start = Math.min(from, size);
      const bytes = Buffer.alloc(Math.min(LOG_BYTES, size - start));
      await file.read(bytes, 0, bytes.length, start);
      // Whole lines only, so that no letter is cut.
      const end = bytes.lastIndexOf(10) + 1;
      const whole = end > 0 ? bytes.subarray(0, end) : bytes;
      return {
        text: maskSecrets(whole.toString('utf8'), []),
        next: start + whole.length,
      };
    } finally {
      await file.close();
    }
  }

  async result(id: string): Promise<JobResult> {
    const folder = this.#workspace.jobFolder(id);
    const ended = await exitOf(folder);
    if (!ended) throw new NotFoundError(`The job ${id} has not ended.`);
    const [plan, planJson, outputs, diff] = await Promise.all([
      bytesOf(join(folder, PLAN_FILE)),
      textOf(join(folder, PLAN_JSON)),
      textOf(join(folder, OUTPUTS_JSON)),
      textOf(join(folder, DIFF_TEXT)),
    ]);
    return {
      exitCode: ended.exitCode,
      ...(plan ? { plan } : {}),
      ...(planJson ? { planJson } : {}),
      ...(outputs ? { outputs } : {}),
      ...(diff === undefined ? {} : { diff }),
      lastWords: await this.#lastWords(folder),
    };
  }

  async forget(id: string): Promise<void> {
    const folder = this.#workspace.jobFolder(id);
    await Promise.all(
      [PLAN_FILE, PLAN_JSON, OUTPUTS_JSON, DIFF_TEXT].map(name =>
        rm(join(folder, name), { force: true }),
      ),
    );
  }

  async forgetOperation(operationId: string): Promise<void> {
    await rm(join(this.options.directory, operationId), {
      recursive: true,
      force: true,
    });
  }

  /** No supervisor has said who it is: it may still come, or never will. */
  async #findUnsupervised(folder: string): Promise<JobFinding> {
    let since: number;
    try {
      since = (await stat(folder)).mtimeMs;
    } catch (error) {
      if (isError(error) && error.code === 'ENOENT') {
        return { is: 'never-started' };
      }
      throw error;
    }
    if (Date.now() - since < STARTING_MS) return { is: 'running' };
    // A late supervisor finds no folder, and runs nothing.
    await rename(folder, `${folder}.given-up.${Date.now()}`);
    return { is: 'never-started' };
  }

  async #spawn(folder: string, order: object): Promise<void> {
    const errors = await open(join(folder, 'supervisor.log'), 'a', 0o600);
    try {
      const child = spawn(
        process.execPath,
        [
          resolvePackagePath(
            '@slipway/plugin-environments-backend',
            'supervisor',
            'supervisor.cjs',
          ),
        ],
        {
          cwd: folder,
          // A session of its own: it does not end with the portal. Nothing of the portal's environment.
          detached: true,
          stdio: ['pipe', errors.fd, errors.fd],
          env: { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8' },
        },
      );
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', reject);
      });
      child.unref();
      await new Promise<void>((resolve, reject) => {
        child.stdin?.once('error', reject);
        child.stdin?.end(JSON.stringify(order), () => resolve());
      });
    } finally {
      await errors.close();
    }
  }

  /** The end of the log: what a failure is explained by. */
  async #lastWords(folder: string): Promise<string> {
    const log = (await textOf(join(folder, 'log'))) ?? '';
    const lines = log.split('\n').filter(line => line.trim() !== '');
    const first = lines.findIndex(line => /^Error: /.test(line));
    const said = first < 0 ? lines.slice(-1) : lines.slice(first, first + 2);
    // Paths of this machine are nobody's business.
    return maskSecrets(said.join(' '), [])
      .replace(/(?:\/[\w.@-]+){2,}/g, '…')
      .slice(0, 500);
  }
}

async function readProof(path: string) {
  const text = await textOf(path);
  return text === undefined ? undefined : proofSchema.parse(JSON.parse(text));
}

async function exitOf(
  folder: string,
): Promise<{ is: 'ended'; exitCode: number } | undefined> {
  const text = await textOf(join(folder, 'exit.json'));
  if (text === undefined) return undefined;
  const { exitCode } = exitSchema.parse(JSON.parse(text));
  return { is: 'ended', exitCode };
}
