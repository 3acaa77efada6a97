import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { KubeApi } from '../instance/kubeApi.ts';
import { clientEnvironment, runClient } from '../instance/kubectl.ts';
import { kubeconfig } from '../instance/kubeconfig.ts';
import { readState, writeAtomically } from '../instance/state.ts';
import type { InstancePaths } from '../paths.ts';

const run = promisify(execFile);

/** What the self-test reads of a Rollout. */
export interface Rollout {
  spec: { template: { spec: { containers: Array<{ image: string }> } } };
  status?: {
    phase?: string;
    message?: string;
    abort?: boolean;
    pauseConditions?: unknown[];
    currentPodHash?: string;
    stableRS?: string;
  };
}

interface AnalysisRunList {
  items: Array<{
    status?: {
      metricResults?: Array<{
        name: string;
        measurements?: Array<{ phase: string; value?: string }>;
      }>;
    };
  }>;
}

/** Throws when a condition of a check does not hold. */
export function ensure(condition: boolean, otherwise: string): void {
  if (!condition) {
    throw new Error(otherwise);
  }
}

/** Asks a running instance, as the self-test needs it. */
export class Probe {
  readonly #paths: InstancePaths;
  readonly #bin: string;
  #opened: KubeApi | undefined;

  constructor(paths: InstancePaths, bin: string) {
    this.#paths = paths;
    this.#bin = bin;
  }

  get #api(): KubeApi {
    this.#opened ??= KubeApi.create(this.#paths.pki, this.#port);
    return this.#opened;
  }

  get #port(): number {
    const state = readState(this.#paths);
    if (!state) {
      throw new Error(`instance "${this.#paths.name}" is gone`);
    }
    return state.ports.apiserver;
  }

  /** Runs the Rollouts plugin as admin. */
  argo(...args: string[]): Promise<string> {
    return runClient(this.#paths, this.#bin, 'kubectl-argo-rollouts', args);
  }

  /** Reads a Rollout until it is as wanted. */
  async waitForRollout(
    { namespace, name }: { namespace: string; name: string },
    wanted: (rollout: Rollout) => boolean,
    timeoutSeconds: number,
  ): Promise<Rollout> {
    const until = Date.now() + timeoutSeconds * 1_000;
    for (;;) {
      const rollout = await this.#api.send<Rollout>(
        'GET',
        `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts/${name}`,
      );
      if (wanted(rollout)) {
        return rollout;
      }
      ensure(
        Date.now() < until,
        `${name} is ${rollout.status?.phase} (${
          rollout.status?.message ?? 'no message'
        }) after ${timeoutSeconds} s`,
      );
      await sleep(200);
    }
  }

  /** Values of the measurements of success-rate that failed, over all AnalysisRuns of a namespace. */
  async failedMeasurements(namespace: string): Promise<number[]> {
    const { items } = await this.#api.send<AnalysisRunList>(
      'GET',
      `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/analysisruns`,
    );
    return items
      .flatMap(item => item.status?.metricResults ?? [])
      .filter(result => result.name === 'success-rate')
      .flatMap(result => result.measurements ?? [])
      .filter(measurement => measurement.phase === 'Failed')
      .map(measurement => Number(measurement.value?.replace(/[[\]]/g, '')));
  }

  /** Asks the API server, with a ServiceAccount's token, what it may do. */
  async canI(
    account: string,
    namespace: string,
    verb: string,
    resource: string,
    asWhom: readonly string[],
  ): Promise<'yes' | 'no' | 'forbidden'> {
    const config = join(this.#paths.run, `probe-${account}.kubeconfig`);
    writeAtomically(
      config,
      kubeconfig({
        server: `https://127.0.0.1:${this.#port}`,
        caData: readFileSync(join(this.#paths.pki, 'ca.crt')).toString(
          'base64',
        ),
        user: {
          name: account,
          tokenFile: join(this.#paths.pki, `${account}.token`),
        },
      }),
    );
    try {
      const { stdout } = await run(
        join(this.#bin, 'kubectl'),
        [
          ...asWhom,
          'auth',
          'can-i',
          verb,
          resource,
          `--namespace=${namespace}`,
        ],
        {
          env: {
            ...clientEnvironment(this.#paths, this.#bin),
            KUBECONFIG: config,
          },
        },
      );
      return stdout.trim() === 'yes' ? 'yes' : 'no';
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      if (stdout.trim() === 'no') {
        return 'no';
      }
      if (stderr.includes('cannot impersonate')) {
        return 'forbidden';
      }
      throw new Error(stderr.trim());
    }
  }

  close(): void {
    this.#opened?.close();
  }
}
