import { FetchResponseWrapper } from '@backstage/plugin-kubernetes-node';

type PodUsage = Extract<
  FetchResponseWrapper['responses'][number],
  { type: 'podstatus' }
>['resources'];

/**
 * What pods use of what they asked for, from the bodies of two lists, as
 * plugin-kubernetes computes it.
 *
 * @see `topPods` of `@kubernetes/client-node`
 */
export async function podUsage(
  metrics: unknown,
  pods: unknown,
): Promise<PodUsage> {
  const { topPods } = await import('@kubernetes/client-node');
  const [api, source] = [
    { listPodForAllNamespaces: async () => pods },
    { getPodMetrics: async () => metrics },
  ];
  return (await topPods(
    api as unknown as Parameters<typeof topPods>[0],
    source as unknown as Parameters<typeof topPods>[1],
  )) as unknown as PodUsage;
}
