import { isRecord, JsonRecord } from './json';
import { podTemplate } from './podDefaults';
import { Json, KubeObject } from './types';

/** What the API server fills in where a workload says nothing. @see pkg/apis/{apps,batch}/v1/defaults.go of Kubernetes */

export type Defaulter = (object: KubeObject) => KubeObject;

export const record = (value: unknown): JsonRecord =>
  isRecord(value) ? value : {};

/** Items of a list that are records, changed. */
export const items = (
  value: unknown,
  change: (item: JsonRecord) => JsonRecord,
): Json[] =>
  Array.isArray(value)
    ? value.map(item => (isRecord(item) ? change(item) : item))
    : [];

/** Defaults of a spec, before what it says. */
export const specOf =
  (
    defaults: (given: JsonRecord, object: KubeObject) => JsonRecord,
  ): Defaulter =>
  object => {
    const given = record(object.spec);
    return { ...object, spec: { ...given, ...defaults(given, object) } };
  };

/** A strategy as Deployments have it. @see SetDefaults_Deployment in pkg/apis/apps/v1/defaults.go of Kubernetes */
function deploymentStrategy(strategy: JsonRecord): JsonRecord {
  const type = strategy.type || 'RollingUpdate';
  return {
    ...strategy,
    type,
    ...(type === 'RollingUpdate'
      ? {
          rollingUpdate: {
            maxSurge: '25%',
            maxUnavailable: '25%',
            ...record(strategy.rollingUpdate),
          },
        }
      : {}),
  };
}

const workload =
  (more: (spec: JsonRecord) => JsonRecord = () => ({})): Defaulter =>
  object => {
    const spec = record(object.spec);
    return {
      ...object,
      spec: {
        replicas: 1,
        ...spec,
        ...more(spec),
        template: podTemplate(record(spec.template)),
      },
    };
  };

/** A job as Jobs and CronJobs have it; of a CronJob only its pods have defaults. */
const jobTemplate = (job: JsonRecord): JsonRecord => ({
  ...job,
  template: podTemplate(record(job.template)),
});

/** Defaults of workloads, by kind. */
export const WORKLOAD_DEFAULTS: Record<string, Defaulter> = {
  'apps/deployments': workload(spec => ({
    progressDeadlineSeconds: spec.progressDeadlineSeconds ?? 600,
    revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
    strategy: deploymentStrategy(record(spec.strategy)),
  })),
  'apps/replicasets': workload(),
  'apps/statefulsets': workload(given => ({
    podManagementPolicy: given.podManagementPolicy ?? 'OrderedReady',
    revisionHistoryLimit: given.revisionHistoryLimit ?? 10,
    updateStrategy: {
      type: 'RollingUpdate',
      ...(record(given.updateStrategy).type === 'OnDelete'
        ? {}
        : { rollingUpdate: { partition: 0 } }),
      ...record(given.updateStrategy),
    },
    persistentVolumeClaimRetentionPolicy: {
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
      ...record(given.persistentVolumeClaimRetentionPolicy),
    },
  })),
  'apps/daemonsets': specOf(given => ({
    revisionHistoryLimit: given.revisionHistoryLimit ?? 10,
    updateStrategy: {
      type: 'RollingUpdate',
      ...(record(given.updateStrategy).type === 'OnDelete'
        ? {}
        : { rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } }),
      ...record(given.updateStrategy),
    },
    template: podTemplate(record(given.template)),
  })),
  'batch/jobs': specOf(given => ({
    backoffLimit: given.backoffLimit ?? 6,
    completionMode: given.completionMode ?? 'NonIndexed',
    completions: given.completions ?? 1,
    parallelism: given.parallelism ?? 1,
    podReplacementPolicy: given.podReplacementPolicy ?? 'TerminatingOrFailed',
    suspend: given.suspend ?? false,
    manualSelector: given.manualSelector ?? false,
    ...jobTemplate(given),
  })),
  'batch/cronjobs': specOf(given => ({
    concurrencyPolicy: given.concurrencyPolicy || 'Allow',
    failedJobsHistoryLimit: given.failedJobsHistoryLimit ?? 1,
    successfulJobsHistoryLimit: given.successfulJobsHistoryLimit ?? 3,
    suspend: given.suspend ?? false,
    jobTemplate: {
      ...record(given.jobTemplate),
      spec: jobTemplate(record(record(given.jobTemplate).spec)),
    },
  })),
};
