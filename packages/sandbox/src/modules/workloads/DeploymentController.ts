import { podTemplateHash } from '../../loops/hash';
import { Deployment, ReplicaSet } from '../../loops/model';
import { controllerReference, Objects } from '../../loops/Objects';

const HASH = 'pod-template-hash';

const sum = (
  replicaSets: ReplicaSet[],
  count: (status: ReplicaSet['status']) => number | undefined,
) => replicaSets.reduce((total, one) => total + (count(one.status) ?? 0), 0);

/**
 * Deployments as far as Rollouts with a workloadRef need them: one ReplicaSet
 * of the template has all replicas, those of other templates have none. There
 * is no rolling update.
 */
export class DeploymentController {
  constructor(private readonly options: { objects: Objects }) {}

  sync(namespace: string | undefined, name: string): void {
    const { objects } = this.options;
    const deployment = objects.deployments.get(namespace, name);
    if (!deployment || deployment.metadata.deletionTimestamp) return;
    const hash = podTemplateHash(deployment.spec.template);
    const replicas = deployment.spec.replicas ?? 1;
    let owned = objects.replicaSets.ownedBy(deployment);
    if (!owned.some(one => one.metadata.labels?.[HASH] === hash)) {
      owned = [...owned, this.#create(deployment, hash)];
    }
    for (const replicaSet of owned) {
      const wanted = replicaSet.metadata.labels?.[HASH] === hash ? replicas : 0;
      if (replicaSet.spec.replicas === wanted) continue;
      objects.replicaSets.update({
        ...replicaSet,
        spec: { ...replicaSet.spec, replicas: wanted },
      });
    }
    const counts = {
      replicas: sum(owned, status => status.replicas),
      updatedReplicas: sum(
        owned.filter(one => one.metadata.labels?.[HASH] === hash),
        status => status.replicas,
      ),
      readyReplicas: sum(owned, status => status.readyReplicas),
      availableReplicas: sum(owned, status => status.availableReplicas),
    };
    objects.deployments.updateStatus({
      ...deployment,
      status: {
        observedGeneration: deployment.metadata.generation,
        ...Object.fromEntries(
          Object.entries(counts).filter(([, count]) => count > 0),
        ),
      },
    });
  }

  #create(deployment: Deployment, hash: string): ReplicaSet {
    const { selector, template } = deployment.spec;
    const labels = { ...template?.metadata?.labels, [HASH]: hash };
    return this.options.objects.replicaSets.create({
      metadata: {
        name: `${deployment.metadata.name}-${hash}`,
        namespace: deployment.metadata.namespace,
        labels,
        annotations: { 'deployment.kubernetes.io/revision': '1' },
        ownerReferences: [controllerReference(deployment)],
      },
      spec: {
        replicas: 0,
        selector: {
          ...selector,
          matchLabels: { ...selector?.matchLabels, [HASH]: hash },
        },
        template: {
          ...template,
          metadata: { ...template?.metadata, labels },
        },
      },
      status: { replicas: 0 },
    });
  }
}
