import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConflictError, isError } from '@backstage/errors';
import {
  MASTER_STATUS_PATH,
  masterSampleSchema,
  masterStatusSchema,
} from '@slipway/plugin-loadtest-common';
import { request } from 'undici';
import { z } from 'zod/v3';
import { readMasterAnswer } from '../masterAnswer';
import { masterArguments, preludePath, runFileOf } from '../runFile';
import { Reading, Runner, RunPlan } from '../types';
import { freePorts, processesOf, signal } from './processes';

const DEADLINE_MS = 5_000;
const REPORT_DEADLINE_MS = 30_000;
const LAST_WORDS_BYTES = 4_000;

const endpointSchema = z.object({ port: z.number(), token: z.string() });

/** The address of a target on this machine. */
export interface LocalAddress {
  /** Only for targets of this cluster; absent: of any. */
  cluster?: string;
  /** As pods reach it: `http://order-service.ecommerce:8300`. */
  from: string;
  /** As this machine reaches it; paths of the locustfile follow. */
  to: string;
}

/** What {@link LocalRunner} is configured with. */
export interface LocalRunnerOptions {
  /** Path of the program `locust`. */
  locust: string;
  /** Folder for the files of runs; each has its own in it. */
  directory: string;
  addresses: readonly LocalAddress[];
}

/**
 * Real master and workers as processes of this machine. They outlive the
 * portal: what it needs to find them again, and what they measured, is in the
 * folder of the run. For a developer's machine: the locustfile runs with the
 * rights of the portal's user.
 */
export class LocalRunner implements Runner {
  readonly name = 'local';

  constructor(private readonly options: LocalRunnerOptions) {}

  refusal(target: { cluster: string; url: string }): string | undefined {
    if (!existsSync(this.options.locust)) {
      return 'Locust is not installed on the machine of the portal.';
    }
    return this.#addressOf(target) === undefined
      ? `No address on this machine is configured for ${target.url} of ${target.cluster}.`
      : undefined;
  }

  #addressOf(target: { cluster: string; url: string }): string | undefined {
    return this.options.addresses.find(
      ({ cluster, from }) =>
        from === target.url && (cluster ?? target.cluster) === target.cluster,
    )?.to;
  }

  async start(plan: RunPlan): Promise<void> {
    const folder = this.#folder(plan);
    const results = join(folder, 'results');
    await mkdir(results, { recursive: true, mode: 0o700 });
    const [port, masterPort] = await freePorts(2);
    const token = randomBytes(16).toString('hex');
    const locustfile = join(folder, 'locustfile.py');
    const runFile = join(folder, 'run.json');
    const secret = { mode: 0o600 };
    await writeFile(locustfile, plan.locustfile);
    await writeFile(runFile, runFileOf(plan, { token, results }), secret);
    await writeFile(
      join(folder, 'endpoint.json'),
      JSON.stringify({ port, token }),
      secret,
    );
    const classes = plan.userClasses.map(({ name }) => name);
    const files = ['-f', `${preludePath()},${locustfile}`];
    const host = this.#addressOf(plan);
    if (host === undefined) throw new ConflictError(this.refusal(plan));
    await this.#spawn(folder, 'master', [
      ...files,
      ...masterArguments(plan),
      ...['--master-bind-host', '127.0.0.1'],
      ...['--master-bind-port', String(masterPort)],
      ...['--web-host', '127.0.0.1', '--web-port', String(port)],
      ...['--host', host],
      ...['--html', join(results, 'report.html')],
      ...classes,
    ]);
    for (let index = 1; index <= plan.workers; index++) {
      await this.#spawn(folder, `worker-${index}`, [
        ...files,
        '--worker',
        ...['--master-host', '127.0.0.1'],
        ...['--master-port', String(masterPort)],
        ...classes,
      ]);
    }
  }

  async read(plan: RunPlan, since: number): Promise<Reading> {
    const answer = await this.#ask(plan, 'GET', MASTER_STATUS_PATH, { since });
    if (answer) return readMasterAnswer(plan.id, answer);
    const kept = await this.#kept(plan, since);
    if (kept) return kept;
    const masters = (await processesOf(this.#folder(plan))).filter(
      ({ role }) => role === 'master',
    );
    return masters.length > 0
      ? { state: 'silent', reason: 'The master does not answer.' }
      : { state: 'gone', reason: await this.#lastWords(plan) };
  }

  async stop(plan: RunPlan): Promise<void> {
    // Locust answers when all users are gone, which may take long: readings say when.
    await this.#ask(plan, 'POST', '/stop', {});
  }

  async report(plan: RunPlan): Promise<string | undefined> {
    const answer = await this.#ask(
      plan,
      'GET',
      '/stats/report',
      { download: 1 },
      REPORT_DEADLINE_MS,
    );
    if (answer?.status === 200) return answer.text;
    return textOf(join(this.#folder(plan), 'results', 'report.html'));
  }

  async remove(plan: RunPlan): Promise<void> {
    const folder = this.#folder(plan);
    for (const name of ['SIGTERM', 'SIGKILL'] as const) {
      const left = await processesOf(folder);
      if (left.length === 0) return;
      // Workers first: without a master they would continue for a while.
      left.sort(({ role }) => (role === 'worker' ? -1 : 1));
      for (const { pid } of left) signal(pid, name);
      for (let tries = 0; tries < 20; tries++) {
        if ((await processesOf(folder)).length === 0) return;
        await sleep(250);
      }
    }
  }

  async forget(plan: RunPlan): Promise<void> {
    await rm(this.#folder(plan), { recursive: true, force: true });
  }

  async leftovers(plan: RunPlan): Promise<string[]> {
    return (await processesOf(this.#folder(plan))).map(
      ({ role, pid }) => `${role} process ${pid}`,
    );
  }

  #folder({ id }: RunPlan): string {
    return join(this.options.directory, id);
  }

  async #spawn(folder: string, name: string, args: readonly string[]) {
    const log = await open(join(folder, `${name}.log`), 'a', 0o600);
    try {
      const child = spawn(this.options.locust, args, {
        cwd: folder,
        // A group of its own: it does not end with the portal. Nothing of the portal's environment.
        detached: true,
        stdio: ['ignore', log.fd, log.fd],
        env: {
          PATH: process.env.PATH,
          HOME: folder,
          LANG: 'C.UTF-8',
          SLIPWAY_RUN_FILE: join(folder, 'run.json'),
        },
      });
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', reject);
      });
      child.unref();
    } finally {
      await log.close();
    }
  }

  /** The answer of the master; undefined when there is none. */
  async #ask(
    plan: RunPlan,
    method: 'GET' | 'POST',
    path: string,
    query: Record<string, number>,
    deadlineMs = DEADLINE_MS,
  ): Promise<{ status: number; text: string } | undefined> {
    const endpoint = endpointOf(
      await textOf(join(this.#folder(plan), 'endpoint.json')),
    );
    if (!endpoint) return undefined;
    const { port, token } = endpoint;
    try {
      const { statusCode, body } = await request(
        `http://127.0.0.1:${port}${path}`,
        {
          method,
          query,
          headers: { 'x-slipway-token': token },
          signal: AbortSignal.timeout(deadlineMs),
        },
      );
      return { status: statusCode, text: await body.text() };
    } catch {
      return undefined;
    }
  }

  /** What a master that ended has written: everything, once it was finished. */
  async #kept(plan: RunPlan, since: number): Promise<Reading | undefined> {
    const results = join(this.#folder(plan), 'results');
    const status = await textOf(join(results, 'status.json'));
    if (status === undefined) return undefined;
    const samples = (await textOf(join(results, 'samples.jsonl'))) ?? '';
    return {
      state: 'answered',
      status: {
        ...masterStatusSchema.parse(JSON.parse(status)),
        samples: samples
          .split('\n')
          .filter(line => line !== '')
          .map(line => masterSampleSchema.parse(JSON.parse(line)))
          .filter(({ seq }) => seq > since)
          .slice(0, 200),
      },
    };
  }

  /** Why the master ended, as far as its log says. */
  async #lastWords(plan: RunPlan): Promise<string> {
    const log = await textOf(join(this.#folder(plan), 'master.log'));
    if (log === undefined) {
      return 'The portal ended before it started the master: nothing was loaded.';
    }
    const lines = log
      .slice(-LAST_WORDS_BYTES)
      .split('\n')
      .filter(line => /error|exception|Gave up|Unknown/i.test(line))
      .map(line => line.replace(/^\[[^\]]*\] \S+\/(?=\w)/, ''))
      // Paths of this machine are nobody's business.
      .map(line => line.replace(/(?:\/[\w.@-]+){2,}/g, '…'));
    return `The master ended before the run did.${
      lines.length > 0
        ? ` It said: ${lines[lines.length - 1].slice(0, 300)}`
        : ''
    }`;
  }
}

/** Where a master answers; undefined for a file that a portal was killed in writing: the master is started after it. */
function endpointOf(text = '') {
  try {
    return endpointSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isError(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
