import { Json } from '@slipway/kube-sim';
import { experimentTemplateHash } from '../../../loops/hash';
import { ReplicaSet } from '../../../loops/model';
import { controllerReference } from '../../../loops/Objects';
import { ExperimentTemplate, TemplateStatus } from '../rolloutModel';
import { stamp } from '../../../loops/time';
import {
  available,
  actual,
  deadlineOf,
  HASH_LABEL,
  hashOf,
  ready,
  SCALE_DOWN_DEADLINE,
  timeToScaleDown,
  wanted,
} from '../rollouts/replicaSets';
import {
  ExperimentContext,
  templateAnnotations,
  textOf,
} from './ExperimentContext';
import {
  deadlineSecondsOf,
  hasPassedDuration,
  isTemplateCompleted,
  scaleDownDelayOf,
  templateStatusOf,
  wantedReplicas,
  withNamed,
} from './rules';

/** ReplicaSets and Services of the templates of an Experiment. Upstream: `reconcileTemplate` in `experiments/experiment.go`, `replicaset.go`, `service.go`. */

/** Upstream: `newReplicaSetFromTemplate`. */
function createReplicaSet(
  { experiment, objects }: ExperimentContext,
  template: ExperimentTemplate,
): ReplicaSet {
  const { metadata } = experiment;
  const { [HASH_LABEL]: _, ...own } = template.template.metadata?.labels ?? {};
  const plain = {
    ...template.template,
    metadata: { ...template.template.metadata, labels: own },
  };
  const hash = experimentTemplateHash(
    plain,
    templateStatusOf(experiment.status, template.name)?.collisionCount,
  );
  const labels = { ...own, [HASH_LABEL]: hash };
  return objects.replicaSets.create({
    metadata: {
      name: `${metadata.name}-${template.name}`,
      namespace: metadata.namespace,
      labels,
      annotations: templateAnnotations(experiment, template.name),
      ownerReferences: [controllerReference(experiment)],
    },
    spec: {
      replicas: 0,
      ...(template.minReadySeconds && {
        minReadySeconds: template.minReadySeconds,
      }),
      selector: {
        ...template.selector,
        matchLabels: { ...template.selector?.matchLabels, [HASH_LABEL]: hash },
      },
      template: { ...plain, metadata: { ...plain.metadata, labels } },
    },
    status: { replicas: 0 },
  });
}

function update(
  { objects }: ExperimentContext,
  replicaSet: ReplicaSet,
  change: (replicaSet: ReplicaSet) => void,
): void {
  change(replicaSet);
  Object.assign(replicaSet, objects.replicaSets.update(replicaSet));
}

/** Upstream: `addScaleDownDelay`. */
function delayScaleDown(context: ExperimentContext, replicaSet: ReplicaSet) {
  const delay = scaleDownDelayOf(context.experiment);
  if (delay === 0 ? !deadlineOf(replicaSet) : deadlineOf(replicaSet)) return;
  update(context, replicaSet, ({ metadata }) => {
    const { [SCALE_DOWN_DEADLINE]: _, ...others } = metadata.annotations ?? {};
    metadata.annotations = delay
      ? {
          ...others,
          [SCALE_DOWN_DEADLINE]: stamp(
            new Date(context.now.getTime() + delay * 1000),
          ),
        }
      : others;
  });
}

/** Upstream: `scaleTemplateRS`, `scaleReplicaSetAndRecordEvent`. */
function scale(
  context: ExperimentContext,
  replicaSet: ReplicaSet,
  template: ExperimentTemplate,
  count: number,
): void {
  let target = count;
  if (count === 0) {
    const left = timeToScaleDown(replicaSet, context.now.getTime());
    if (left !== undefined) {
      context.requeueAfter(left + 1);
      target = template.replicas ?? 1;
    }
  }
  const before = wanted(replicaSet);
  if (before === target) return;
  update(context, replicaSet, ({ spec }) => {
    spec.replicas = target;
  });
  context.event(
    'Normal',
    'ScalingReplicaSet',
    `Scaled ${before < target ? 'up' : 'down'} ReplicaSet ${
      replicaSet.metadata.name
    } from ${before} to ${target}`,
  );
}

const isRecord = (value: unknown): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The ports of a Service for the pods of a ReplicaSet. */
function portsOf(replicaSet: ReplicaSet): Array<Record<string, Json>> {
  const containers = replicaSet.spec.template.spec?.containers ?? [];
  return containers
    .flatMap(container => container.ports ?? [])
    .filter(isRecord)
    .map(({ name, protocol = 'TCP', containerPort }) => ({
      ...(name ? { name } : {}),
      protocol,
      port: containerPort,
      targetPort: containerPort,
    }));
}

/** Upstream: `createTemplateService`, `CreateService`. */
function createService(
  context: ExperimentContext,
  template: ExperimentTemplate,
  replicaSet: ReplicaSet,
  status: TemplateStatus,
): void {
  const { experiment, objects, services } = context;
  const present = services.get(template.name);
  const ports = portsOf(replicaSet);
  if (present?.metadata.name === replicaSet.metadata.name || !ports.length) {
    return;
  }
  const { namespace } = experiment.metadata;
  const name = template.service?.name || replicaSet.metadata.name;
  try {
    const existing = objects.services.get(namespace, name);
    if (existing && existing.metadata.uid !== present?.metadata.uid) {
      throw new Error(
        `service ${name} already exists and is not owned by experiment template ${template.name}`,
      );
    }
    services.set(
      template.name,
      existing ??
        objects.services.create({
          metadata: {
            name,
            namespace,
            annotations: templateAnnotations(experiment, template.name),
            ownerReferences: [controllerReference(experiment)],
          },
          spec: { selector: replicaSet.metadata.labels, ports },
          status: { loadBalancer: {} },
        }),
    );
    status.serviceName = name;
    status.podTemplateHash = hashOf(replicaSet);
  } catch (error) {
    status.status = 'Error';
    status.message = `Failed to create Service ${name} for template '${
      template.name
    }': ${textOf(error)}`;
  }
}

function deleteService(
  { objects, services }: ExperimentContext,
  status: TemplateStatus,
): void {
  const service = services.get(status.name);
  if (!service) return;
  objects.services.delete(service);
  services.delete(status.name);
  delete status.serviceName;
  delete status.podTemplateHash;
}

function assess(
  { experiment, now, terminating }: ExperimentContext,
  status: TemplateStatus,
  count: number,
): void {
  if (isTemplateCompleted(status.status)) return;
  if (count === status.availableReplicas) {
    status.status =
      terminating || hasPassedDuration(experiment, now)
        ? 'Successful'
        : 'Running';
    return;
  }
  const seconds = deadlineSecondsOf(experiment);
  const since = Date.parse(status.lastTransitionTime ?? stamp(now));
  if (now.getTime() > since + seconds * 1000) {
    status.status = 'Failed';
    status.message = `Template '${status.name}' exceeded its progressDeadlineSeconds (${seconds})`;
  } else {
    status.status = terminating ? 'Successful' : 'Progressing';
  }
}

/** Creates, scales and assesses what belongs to one template. */
export function reconcileTemplate(
  context: ExperimentContext,
  template: ExperimentTemplate,
): void {
  const { experiment, next, now, replicaSets } = context;
  const last = templateStatusOf(experiment.status, template.name);
  const status: TemplateStatus = {
    name: template.name,
    replicas: 0,
    updatedReplicas: 0,
    readyReplicas: 0,
    availableReplicas: 0,
    ...last,
  };
  const count = wantedReplicas(experiment, template);
  let replicaSet = replicaSets.get(template.name);
  if (!replicaSet) {
    try {
      replicaSet = createReplicaSet(context, template);
      replicaSets.set(template.name, replicaSet);
      status.lastTransitionTime = stamp(now);
    } catch (error) {
      status.status = 'Error';
      status.message = `Failed to create ReplicaSet for template '${
        template.name
      }': ${textOf(error)}`;
    }
  } else {
    if (!template.service) deleteService(context, status);
    else if (count) createService(context, template, replicaSet, status);
    else if (available(replicaSet) === 0) deleteService(context, status);
    if (count === 0) delayScaleDown(context, replicaSet);
    if (wanted(replicaSet) !== count) {
      scale(context, replicaSet, template, count);
      status.lastTransitionTime = stamp(now);
    }
  }
  const counts = {
    replicas: actual(replicaSet),
    updatedReplicas: actual(replicaSet),
    readyReplicas: ready(replicaSet),
    availableReplicas: available(replicaSet),
  };
  if (
    (last?.replicas ?? 0) !== counts.replicas ||
    (last?.readyReplicas ?? 0) !== counts.readyReplicas ||
    (last?.availableReplicas ?? 0) !== counts.availableReplicas
  ) {
    status.lastTransitionTime = stamp(now);
  }
  Object.assign(status, counts);
  assess(context, status, count);
  if (status.status !== last?.status) {
    context.event(
      isTemplateCompleted(status.status) && status.status !== 'Successful'
        ? 'Warning'
        : 'Normal',
      `Template${status.status}`,
      `Template '${template.name}' transitioned from ${last?.status ?? ''} -> ${
        status.status
      }${status.message ? `: ${status.message}` : ''}`,
    );
  }
  next.templateStatuses = withNamed(next.templateStatuses, status);
}
