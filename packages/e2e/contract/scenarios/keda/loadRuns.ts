import assert from 'node:assert/strict';
import {
  JOBS,
  masterJob,
  ownedObjects,
} from '@slipway/plugin-loadtest-backend/kubernetesObjects';
import type { RunPlan } from '@slipway/plugin-loadtest-backend/localRunner';
import { at, Json } from '../../lib/json';
import { HPAS, is, Scaling, ScalingScenario } from '../../lib/scaling';

const WORKERS = 2;
const MOST = 4;

/** Name of the objects of the run. */
const RUN = 'load-run';

const planOf = (namespace: string): RunPlan => ({
  id: 'run',
  runner: 'kubernetes',
  cluster: 'here',
  namespace,
  url: 'http://orders:8300',
  points: [{ at: 0, users: 100 }],
  userClasses: [],
  workers: WORKERS,
  peakUsers: 100,
  sampleSeconds: 1,
  deadlineSeconds: 60,
  locustfile: '',
  actor: { userEntityRef: 'user:default/guest', ownershipEntityRefs: [] },
});

const IMAGE = 'example.test/locust:1';

/** What the portal writes, beside the Job of this UID. */
const objectsOf = (scaling: Scaling, jobUid: string) =>
  ownedObjects(planOf(scaling.namespace), IMAGE, {
    jobUid,
    usersPerWorker: 50,
    maxWorkers: MOST,
  });

/** Makes the workers of a run and what scales them, as the portal does; its Job, which would own both, is not there. */
async function start(scaling: Scaling, change: Json = {}): Promise<void> {
  await scaling.deployment(RUN, WORKERS);
  const { object } = objectsOf(scaling, '').scaling;
  const { labels, annotations } = object.metadata as Json;
  await scaling.create(
    RUN,
    { ...(object.spec as Json), pollingInterval: 1, ...change },
    { labels, annotations },
  );
}

export const loadRunScenarios: ScalingScenario[] = [
  {
    id: 'keda-load-run',
    title:
      'Workers of a load run are added with the users, and none is taken away before the run ends',
    async run(scaling) {
      await scaling.deployment('source', 0);
      await start(scaling, { triggers: [scaling.trigger(1)] });
      const { raw } = await scaling.untilHpa(`keda-hpa-${RUN}`);
      assert.deepEqual(
        [
          at(raw, 'spec', 'minReplicas'),
          at(raw, 'spec', 'maxReplicas'),
          at(raw, 'spec', 'behavior', 'scaleDown', 'selectPolicy'),
        ],
        [WORKERS, MOST, 'Disabled'],
      );
      // Before the first user the workers are there already.
      await scaling.until(RUN, 'not active', one =>
        is(one, 'Active', 'False', 'ScalerNotActive'),
      );
      assert.equal(await scaling.replicas(RUN), WORKERS);
      await scaling.measure(9);
      await scaling.untilReplicas(RUN, MOST);
      await scaling.measure(0);
      await scaling.untilHpa(
        `keda-hpa-${RUN}`,
        'its metric is 0',
        ({ raw: now }) =>
          at(
            now,
            ...['status', 'currentMetrics', 0],
            ...['external', 'current', 'averageValue'],
          ) === '0',
      );
      assert.equal(await scaling.replicas(RUN), MOST);
      await scaling.delete(RUN);
      await scaling.untilGone(HPAS, `keda-hpa-${RUN}`);
      assert.equal(await scaling.replicas(RUN), MOST);
    },
  },
  {
    id: 'keda-load-silent',
    title:
      'Workers of a load run stay as they are while its master does not answer',
    async run(scaling) {
      await start(scaling);
      const { raw } = await scaling.untilHpa(`keda-hpa-${RUN}`);
      assert.deepEqual(at(raw, 'spec', 'metrics', 0, 'external', 'target'), {
        type: 'AverageValue',
        averageValue: '50',
      });
      await scaling.until(
        RUN,
        'its trigger fails',
        one =>
          is(one, 'Ready', 'False', 'TriggerError') &&
          is(one, 'Paused', 'True', 'ScaledObjectPaused'),
      );
      await scaling.until(RUN, 'its autoscaler has no metric', one =>
        is(one, 'HPAActive', 'False', 'FailedGetExternalMetric'),
      );
      assert.equal(await scaling.replicas(RUN), WORKERS);
    },
  },
  {
    id: 'keda-load-end',
    title:
      'With the Job of a load run its workers go, their ScaledObject and its autoscaler',
    async run(scaling) {
      const { api, namespace } = scaling;
      const job = masterJob(planOf(namespace), IMAGE);
      const made = await api.create(JOBS, namespace, {
        apiVersion: 'batch/v1',
        kind: 'Job',
        ...job.object,
        metadata: { ...(job.object.metadata as Json), name: RUN },
      });
      const { needed, scaling: scaled } = objectsOf(
        scaling,
        String(at(made, 'metadata', 'uid')),
      );
      const writes = [...needed, scaled];
      for (const { resource, name, object } of writes) {
        const { group, version, kind } = resource;
        await api.create(resource, namespace, {
          apiVersion: group ? `${group}/${version}` : version,
          kind,
          ...object,
          metadata: { ...(object.metadata as Json), name },
        });
      }
      await scaling.untilHpa(`keda-hpa-${RUN}`);
      await api.delete(JOBS, namespace, RUN, 'Background');
      for (const { resource, name } of writes) {
        await scaling.untilGone(resource, name);
      }
      await scaling.untilGone(HPAS, `keda-hpa-${RUN}`);
    },
  },
];
