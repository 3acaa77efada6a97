import { CreateWrite, ResourceId } from '@slipway/plugin-clusters-common';
import {
  LINGER_SECONDS,
  masterArguments,
  preludeText,
  runFileOf,
} from '../runFile';
import { RunPlan } from '../types';

export const JOBS: ResourceId = {
  group: 'batch',
  version: 'v1',
  plural: 'jobs',
  kind: 'Job',
};
export const DEPLOYMENTS: ResourceId = {
  group: 'apps',
  version: 'v1',
  plural: 'deployments',
  kind: 'Deployment',
};
export const SCALED_OBJECTS: ResourceId = {
  group: 'keda.sh',
  version: 'v1alpha1',
  plural: 'scaledobjects',
  kind: 'ScaledObject',
};
const SERVICES: ResourceId = {
  group: '',
  version: 'v1',
  plural: 'services',
  kind: 'Service',
};
const CONFIG_MAPS: ResourceId = {
  group: '',
  version: 'v1',
  plural: 'configmaps',
  kind: 'ConfigMap',
};
const NETWORK_POLICIES: ResourceId = {
  group: 'networking.k8s.io',
  version: 'v1',
  plural: 'networkpolicies',
  kind: 'NetworkPolicy',
};

/** Label of everything that belongs to a run. */
export const RUN_LABEL = 'slipway.io/load-run';
/** Label that distinguishes master and workers. */
export const ROLE_LABEL = 'slipway.io/load-role';
export const WEB_PORT = 8089;
const MASTER_PORT = 5557;
/** The Job of a run and all that it owns are deleted so long after its end, whatever became of the portal. */
const KEPT_SECONDS = 600;

/** Name of all objects of a run. */
export const nameOf = ({ id }: Pick<RunPlan, 'id'>) => `load-${id}`;

const labelsOf = (plan: RunPlan, role?: 'master' | 'worker') => ({
  'app.kubernetes.io/name': 'slipway-load',
  'app.kubernetes.io/managed-by': 'slipway',
  [RUN_LABEL]: plan.id,
  ...(role ? { [ROLE_LABEL]: role } : {}),
});

function podTemplate(
  plan: RunPlan,
  image: string,
  role: 'master' | 'worker',
  args: string[],
) {
  return {
    metadata: { labels: labelsOf(plan, role) },
    spec: {
      // Code of a repository runs here: no credentials of the cluster, no root.
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      terminationGracePeriodSeconds: 10,
      ...(role === 'master' ? { restartPolicy: 'Never' } : {}),
      containers: [
        {
          name: 'locust',
          image,
          args: [
            '-f',
            '/load/slipway_prelude.py,/load/locustfile.py',
            ...args,
            ...plan.userClasses.map(({ name }) => name),
          ],
          env: [{ name: 'SLIPWAY_RUN_FILE', value: '/load/run.json' }],
          ...(role === 'master'
            ? {
                ports: [
                  { name: 'web', containerPort: WEB_PORT },
                  { name: 'master', containerPort: MASTER_PORT },
                ],
              }
            : {}),
          resources: {
            requests: {
              cpu: role === 'master' ? '250m' : '500m',
              memory: '256Mi',
            },
            limits: { cpu: '1', memory: '512Mi' },
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
          },
          volumeMounts: [{ name: 'load', mountPath: '/load', readOnly: true }],
        },
      ],
      volumes: [{ name: 'load', configMap: { name: nameOf(plan) } }],
    },
  };
}

const write = (
  plan: RunPlan,
  resource: ResourceId,
  object: Record<string, unknown>,
): CreateWrite => ({
  verb: 'create',
  resource,
  namespace: plan.namespace,
  name: nameOf(plan),
  object,
});

/**
 * The master: a Job, which owns everything else of the run. It ends at the
 * deadline and is deleted some time after its end, by the cluster itself.
 */
export function masterJob(plan: RunPlan, image: string): CreateWrite {
  return write(plan, JOBS, {
    metadata: { labels: labelsOf(plan) },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: plan.deadlineSeconds + LINGER_SECONDS,
      ttlSecondsAfterFinished: KEPT_SECONDS,
      template: podTemplate(plan, image, 'master', [
        ...masterArguments(plan),
        '--host',
        plan.url,
      ]),
    },
  });
}

/** Everything else, owned by the Job. The ScaledObject comes last: the cluster may have no KEDA. */
export function ownedObjects(
  plan: RunPlan,
  image: string,
  options: { jobUid: string; usersPerWorker: number; maxWorkers: number },
): { needed: CreateWrite[]; scaling: CreateWrite } {
  const metadata = {
    labels: labelsOf(plan),
    ownerReferences: [
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        name: nameOf(plan),
        uid: options.jobUid,
      },
    ],
  };
  const master = { matchLabels: labelsOf(plan, 'master') };
  const worker = { matchLabels: labelsOf(plan, 'worker') };
  return {
    needed: [
      write(plan, CONFIG_MAPS, {
        metadata,
        data: {
          'slipway_prelude.py': preludeText(),
          'locustfile.py': plan.locustfile,
          'run.json': runFileOf(plan),
        },
      }),
      write(plan, SERVICES, {
        metadata,
        spec: {
          selector: labelsOf(plan, 'master'),
          ports: [
            { name: 'web', port: WEB_PORT, targetPort: 'web' },
            { name: 'master', port: MASTER_PORT, targetPort: 'master' },
          ],
        },
      }),
      write(plan, NETWORK_POLICIES, {
        metadata,
        spec: {
          podSelector: { matchLabels: labelsOf(plan) },
          policyTypes: ['Egress'],
          egress: [
            {
              to: [
                {
                  namespaceSelector: {
                    matchLabels: {
                      'kubernetes.io/metadata.name': plan.namespace,
                    },
                  },
                },
              ],
            },
            {
              ports: [
                { port: 53, protocol: 'UDP' },
                { port: 53, protocol: 'TCP' },
              ],
            },
            { to: [{ podSelector: master }] },
          ],
        },
      }),
      write(plan, DEPLOYMENTS, {
        metadata,
        spec: {
          replicas: plan.workers,
          selector: worker,
          template: podTemplate(plan, image, 'worker', [
            '--worker',
            '--master-host',
            nameOf(plan),
          ]),
        },
      }),
    ],
    scaling: write(plan, SCALED_OBJECTS, {
      metadata: {
        ...metadata,
        // A worker that is taken away takes its users with it.
        annotations: { 'autoscaling.keda.sh/paused-scale-in': 'true' },
      },
      spec: {
        scaleTargetRef: { name: nameOf(plan) },
        // Scaled for the peak beforehand: KEDA reacts after users are there.
        minReplicaCount: plan.workers,
        maxReplicaCount: Math.max(plan.workers, options.maxWorkers),
        pollingInterval: 10,
        triggers: [
          {
            type: 'metrics-api',
            metadata: {
              url: `http://${nameOf(plan)}.${
                plan.namespace
              }:${WEB_PORT}/stats/requests`,
              valueLocation: 'user_count',
              targetValue: String(options.usersPerWorker),
            },
          },
        ],
      },
    }),
  };
}
