import { NotAllowedError } from '@backstage/errors';
import { kubernetesProxyApiRef } from '@backstage/plugin-kubernetes-react';

type KubernetesProxyApi = typeof kubernetesProxyApiRef.T;

/** Says at once, and with the command that works instead, what the backend's closed proxy would refuse. */
function refusal(what: string, command: string, clusterName: string) {
  return new NotAllowedError(
    `${what} here: the portal would have to use its own rights for it, whoever asks. With yours, in cluster ${clusterName}: ${command}`,
  );
}

/** What the Kubernetes tab asks of a cluster beyond showing objects; the portal's proxy to clusters is closed. */
export class NoKubernetesProxy implements KubernetesProxyApi {
  async getPodLogs({
    podName,
    namespace,
    clusterName,
    containerName,
    previous,
  }: Parameters<KubernetesProxyApi['getPodLogs']>[0]): Promise<never> {
    throw refusal(
      'Logs are not shown',
      `kubectl logs ${podName} -c ${containerName} -n ${namespace}${
        previous ? ' --previous' : ''
      }`,
      clusterName,
    );
  }

  async deletePod({
    podName,
    namespace,
    clusterName,
  }: Parameters<KubernetesProxyApi['deletePod']>[0]): Promise<never> {
    throw refusal(
      'Pods are not deleted',
      `kubectl delete pod ${podName} -n ${namespace}`,
      clusterName,
    );
  }

  async getEventsByInvolvedObjectName({
    clusterName,
    involvedObjectName,
    namespace,
  }: Parameters<
    KubernetesProxyApi['getEventsByInvolvedObjectName']
  >[0]): Promise<never> {
    throw refusal(
      'Events are shown on the Rollouts tab, not',
      `kubectl events --for pod/${involvedObjectName} -n ${namespace}`,
      clusterName,
    );
  }
}
