import { LoggerService } from '@backstage/backend-plugin-api';
import { assertError } from '@backstage/errors';
import { KubeObject, ObjectRef } from '@slipway/plugin-clusters-common';
import { Clusters, tryWrites } from '@slipway/plugin-clusters-node';
import { MASTER_STATUS_PATH } from '@slipway/plugin-loadtest-common';
import { z } from 'zod/v3';
import { readMasterAnswer } from '../masterAnswer';
import { Reading, Runner, RunPlan } from '../types';
import {
  DEPLOYMENTS,
  JOBS,
  masterJob,
  nameOf,
  ownedObjects,
  RUN_LABEL,
  WEB_PORT,
} from './objects';

const PODS = { group: '', version: 'v1', plural: 'pods', kind: 'Pod' };
const REPORT_DEADLINE_MS = 30_000;

const jobSchema = z.object({
  status: z
    .object({
      conditions: z
        .array(
          z.object({
            type: z.string(),
            status: z.string(),
            message: z.string().optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});

/** Waits for a write of KEDA's kind. @returns false where the cluster has no such kind */
async function unlessThereIsNoKeda(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    assertError(error);
    if (error.name !== 'NotFoundError') throw error;
    return false;
  }
}

/** What {@link KubernetesRunner} is made of. */
export interface KubernetesRunnerOptions {
  clusters: Pick<Clusters, 'get' | 'listFresh' | 'write' | 'requestService'>;
  logger: LoggerService;
  image: string;
  usersPerWorker: number;
  maxWorkers: number;
}

/**
 * Master and workers as objects of the cluster and namespace of the target. The
 * Job of the master owns all of them, and the cluster deletes it some time
 * after its end. The master is reached through the API server.
 */
export class KubernetesRunner implements Runner {
  readonly name = 'kubernetes';

  constructor(private readonly options: KubernetesRunnerOptions) {}

  refusal({ namespace, url }: { namespace: string; url: string }) {
    const [, host] = /^https?:\/\/([^:/]+)/.exec(url) ?? [];
    const [, at, ...rest] = (host ?? '').split('.');
    const inCluster = ['', 'svc', 'svc.cluster.local'].includes(rest.join('.'));
    return at === namespace && inCluster
      ? undefined
      : `The target must be a service of its own namespace: http://<service>.${namespace}.`;
  }

  async check(plan: RunPlan): Promise<void> {
    const { clusters, image } = this.options;
    const { cluster, actor } = plan;
    // What is only tried needs no owner that is there.
    const { needed, scaling } = this.#owned(plan, plan.id);
    await tryWrites(
      clusters,
      cluster,
      [masterJob(plan, image), ...needed],
      actor,
    );
    await unlessThereIsNoKeda(tryWrites(clusters, cluster, [scaling], actor));
  }

  async start(plan: RunPlan): Promise<void> {
    const { clusters, image, logger } = this.options;
    const { cluster, actor } = plan;
    const job =
      (await clusters.write(cluster, masterJob(plan, image), actor)) ??
      (await clusters.get<KubeObject>(JOBS, this.#ref(plan)));
    const { needed, scaling } = this.#owned(plan, job.metadata.uid);
    for (const one of needed) await clusters.write(cluster, one, actor);
    const scaled = await unlessThereIsNoKeda(
      clusters.write(cluster, scaling, actor),
    );
    if (!scaled) {
      logger.info(
        `Cluster ${cluster} has no KEDA: load run ${plan.id} keeps its ${plan.workers} workers.`,
      );
    }
  }

  async read(plan: RunPlan, since: number): Promise<Reading> {
    try {
      const answer = await this.options.clusters.requestService(
        this.#ref(plan),
        {
          method: 'GET',
          port: WEB_PORT,
          path: MASTER_STATUS_PATH,
          query: { since },
        },
      );
      if (answer.status === 200) return readMasterAnswer(plan.id, answer);
      return (
        (await this.#gone(plan, since)) ?? {
          state: 'silent',
          reason: `The master is not ready yet (status ${answer.status}).`,
        }
      );
    } catch (error) {
      assertError(error);
      return { state: 'silent', reason: error.message };
    }
  }

  async stop(plan: RunPlan): Promise<void> {
    await this.options.clusters.requestService(this.#ref(plan), {
      method: 'POST',
      port: WEB_PORT,
      path: '/stop',
    });
  }

  async report(plan: RunPlan): Promise<string | undefined> {
    const { status, text } = await this.options.clusters.requestService(
      this.#ref(plan),
      {
        method: 'GET',
        port: WEB_PORT,
        path: '/stats/report',
        query: { download: 1 },
        deadlineMs: REPORT_DEADLINE_MS,
      },
    );
    return status === 200 ? text : undefined;
  }

  async remove(plan: RunPlan): Promise<void> {
    const job = await this.#job(plan);
    if (!job) return;
    await this.options.clusters.write(
      plan.cluster,
      {
        verb: 'delete',
        resource: JOBS,
        namespace: plan.namespace,
        name: nameOf(plan),
        propagationPolicy: 'Background',
        preconditions: { uid: job.metadata.uid },
      },
      plan.actor,
    );
  }

  async leftovers(plan: RunPlan): Promise<string[]> {
    const { cluster, namespace } = plan;
    const lists = await Promise.all(
      [JOBS, DEPLOYMENTS, PODS].map(async resource => {
        const objects = await this.options.clusters.listFresh<KubeObject>(
          resource,
          { cluster, namespace, labelSelector: `${RUN_LABEL}=${plan.id}` },
        );
        return objects.map(
          ({ metadata }) => `${resource.kind} ${metadata.name}`,
        );
      }),
    );
    return lists.flat();
  }

  #owned(plan: RunPlan, jobUid: string) {
    const { image, usersPerWorker, maxWorkers } = this.options;
    return ownedObjects(plan, image, { jobUid, usersPerWorker, maxWorkers });
  }

  #ref(plan: RunPlan): ObjectRef {
    const { cluster, namespace } = plan;
    return { cluster, namespace, name: nameOf(plan) };
  }

  async #job(plan: RunPlan): Promise<KubeObject | undefined> {
    try {
      return await this.options.clusters.get<KubeObject>(JOBS, this.#ref(plan));
    } catch (error) {
      assertError(error);
      if (error.name === 'NotFoundError') return undefined;
      throw error;
    }
  }

  /** Whether there will be no master any more: its Job is not there, or has ended. */
  async #gone(plan: RunPlan, since: number): Promise<Reading | undefined> {
    const job = await this.#job(plan);
    if (!job) {
      return {
        state: 'gone',
        reason:
          since > 0
            ? 'The Job of the master was deleted.'
            : 'There is no Job of the master: the portal ended before it made one, or the Job was deleted before a sample was read.',
      };
    }
    const ended = jobSchema
      .parse(job)
      .status?.conditions?.find(
        ({ type, status }) =>
          ['Failed', 'Complete'].includes(type) && status === 'True',
      );
    return ended
      ? {
          state: 'gone',
          reason: `The Job of the master has ended before its samples were read (${
            ended.type
          }${ended.message ? `: ${ended.message}` : ''}).`,
        }
      : undefined;
  }
}
