import { LoggerService } from '@backstage/backend-plugin-api';
import { assertError } from '@backstage/errors';
import { KubeObject, ObjectRef } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
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

  async start(plan: RunPlan): Promise<void> {
    const { clusters, image, usersPerWorker, maxWorkers, logger } =
      this.options;
    const { cluster, actor } = plan;
    const job =
      (await clusters.write(cluster, masterJob(plan, image), actor)) ??
      (await clusters.get<KubeObject>(JOBS, this.#ref(plan)));
    const { needed, scaling } = ownedObjects(plan, image, {
      jobUid: job.metadata.uid,
      usersPerWorker,
      maxWorkers,
    });
    for (const one of needed) await clusters.write(cluster, one, actor);
    try {
      await clusters.write(cluster, scaling, actor);
    } catch (error) {
      assertError(error);
      if (error.name !== 'NotFoundError') throw error;
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
