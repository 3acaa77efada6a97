import { NoKubernetesProxy } from './NoKubernetesProxy';

const pod = {
  podName: 'order-service-abc',
  namespace: 'ecommerce',
  clusterName: 'gke-prod',
};

describe('NoKubernetesProxy', () => {
  const proxy = new NoKubernetesProxy();

  it.each<[string, () => Promise<unknown>, string]>([
    [
      'logs',
      () => proxy.getPodLogs({ ...pod, containerName: 'order-service' }),
      'kubectl logs order-service-abc -c order-service -n ecommerce',
    ],
    [
      'logs of a container that ended',
      () =>
        proxy.getPodLogs({
          ...pod,
          containerName: 'order-service',
          previous: true,
        }),
      'kubectl logs order-service-abc -c order-service -n ecommerce --previous',
    ],
    [
      'deleting',
      () => proxy.deletePod(pod),
      'kubectl delete pod order-service-abc -n ecommerce',
    ],
    [
      'events',
      () =>
        proxy.getEventsByInvolvedObjectName({
          ...pod,
          involvedObjectName: pod.podName,
        }),
      'kubectl events --for pod/order-service-abc -n ecommerce',
    ],
  ])('refuses %s with the command that works', async (_, ask, command) => {
    await expect(ask()).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringMatching(
        new RegExp(`in cluster gke-prod: ${command}$`),
      ),
    });
  });
});
