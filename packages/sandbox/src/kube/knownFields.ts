import { isRecord, JsonRecord } from './json';
import { KubeObject, ResourceType } from './types';

const EVERY = ['apiVersion', 'kind', 'metadata'];
const WISH = ['spec', 'status'];

/** Members that kinds have beside those of every object; of other kinds nothing is removed. */
const MEMBERS: Record<string, readonly string[]> = {
  ConfigMap: ['data', 'binaryData', 'immutable'],
  Secret: ['data', 'stringData', 'type', 'immutable'],
  ServiceAccount: [
    'secrets',
    'imagePullSecrets',
    'automountServiceAccountToken',
  ],
  Event: [
    'involvedObject',
    'reason',
    'message',
    'source',
    'firstTimestamp',
    'lastTimestamp',
    'count',
    'type',
    'eventTime',
    'series',
    'action',
    'related',
    'reportingComponent',
    'reportingInstance',
  ],
  Role: ['rules'],
  ClusterRole: ['rules', 'aggregationRule'],
  RoleBinding: ['subjects', 'roleRef'],
  ClusterRoleBinding: ['subjects', 'roleRef'],
  Namespace: WISH,
  Node: WISH,
  Pod: WISH,
  Service: WISH,
  Deployment: WISH,
  ReplicaSet: WISH,
  Ingress: WISH,
  Rollout: WISH,
  AnalysisRun: WISH,
  AnalysisTemplate: ['spec'],
  ClusterAnalysisTemplate: ['spec'],
};

/** Members of the spec of some kinds. @see pkg/apis/rollouts/v1alpha1 of Argo Rollouts */
const OF_SPEC: Record<string, readonly string[]> = {
  Rollout: [
    'analysis',
    'minReadySeconds',
    'paused',
    'progressDeadlineAbort',
    'progressDeadlineSeconds',
    'replicas',
    'restartAt',
    'revisionHistoryLimit',
    'rollbackWindow',
    'selector',
    'strategy',
    'template',
    'workloadRef',
  ],
};

/**
 * Takes out what a kind does not have. Changes the object.
 *
 * @returns the paths of what was taken out, in order
 */
export function takeUnknown(type: ResourceType, object: KubeObject): string[] {
  const take = (
    value: unknown,
    known: readonly string[] | undefined,
    path: string,
  ): string[] => {
    if (!known || !isRecord(value)) return [];
    const unknown = Object.keys(value).filter(key => !known.includes(key));
    for (const key of unknown) delete value[key];
    return unknown.map(key => `${path}${key}`);
  };
  const members = MEMBERS[type.kind];
  const whole = object as unknown as JsonRecord;
  return [
    ...take(whole, members && [...EVERY, ...members], ''),
    ...take(whole.spec, OF_SPEC[type.kind], 'spec.'),
  ].sort();
}
