import {
  apiVersionOf,
  PrinterColumn,
  ResourceType,
  resourceTypes,
} from '@slipway/kube-sim';
import { readCrds } from '../crds';
import crds from './crds.json';

const NAMES = [
  ...resourceTypes('argoproj.io', 'v1alpha1', false, [
    ['clusteranalysistemplates', 'ClusterAnalysisTemplate', 'cat', ''],
  ]),
  ...resourceTypes('argoproj.io', 'v1alpha1', true, [
    ['analysisruns', 'AnalysisRun', 'ar', ''],
    ['analysistemplates', 'AnalysisTemplate', 'at', ''],
    ['experiments', 'Experiment', 'exp', ''],
    ['rollouts', 'Rollout', 'ro', 'status scale'],
  ]),
];

/**
 * The kinds of Argo Rollouts 1.9.2 with the schemas of their CRDs. Of them only
 * Rollout has the status subresource.
 */
export function rolloutKinds(): ResourceType[] {
  const definitions = readCrds(crds);
  return NAMES.map(type => ({
    ...type,
    custom: definitions.get(`${apiVersionOf(type)}/${type.kind}`),
  }));
}

const count = (name: string, jsonPath: string): PrinterColumn => ({
  name,
  type: 'integer',
  jsonPath,
});
const AGE: PrinterColumn = {
  name: 'Age',
  type: 'date',
  jsonPath: '.metadata.creationTimestamp',
};
const PHASE: PrinterColumn[] = [
  { name: 'Status', type: 'string', jsonPath: '.status.phase' },
  AGE,
];

/** What `kubectl get` prints of each kind, as its CRD declares it. */
export const COLUMNS: Record<string, readonly PrinterColumn[]> = {
  Rollout: [
    count('Desired', '.spec.replicas'),
    count('Current', '.status.replicas'),
    count('Up-to-date', '.status.updatedReplicas'),
    count('Available', '.status.availableReplicas'),
    AGE,
  ],
  AnalysisRun: PHASE,
  Experiment: PHASE,
};
