import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import {
  EmptyState,
  LaunchFrame,
  LiveGate,
  SkeletonCard,
  useFetched,
} from '@slipway/plugin-portal-react';
import { chaosApiRef } from '../../api/ChaosApi';
import { SEE_FAULTS } from '../../lib/needs';
import { faultsRouteRef } from '../../routes';
import { LaunchSteps } from './LaunchSteps';
import { useApprovedStart } from './useApprovedStart';

/** The launch of a fault, `/resilience/faults/launch?entity=component:default/order-service`. */
export function LaunchPage() {
  const list = useRouteRef(faultsRouteRef)?.();
  return (
    <LaunchFrame
      list={{ title: 'Faults', to: list }}
      title="Launch a fault on"
      noService="A fault belongs to a service: launch it from the tab Resilience of its page."
    >
      {(entityRef, query) => (
        <LaunchOf entityRef={entityRef} approvalId={query.get('approval')} />
      )}
    </LaunchFrame>
  );
}

function LaunchOf(props: { entityRef: string; approvalId: string | null }) {
  const { entityRef, approvalId } = props;
  const approved = useApprovedStart(approvalId);
  const api = useApi(chaosApiRef);
  const catalog = useApi(catalogApiRef);
  const read = useFetched(entityRef, async () => {
    const [entity, clusters] = await Promise.all([
      catalog.getEntityByRef(entityRef),
      api.getKinds(),
    ]);
    return { entity, clusters };
  });
  return (
    <LiveGate
      reading={approved.ready ? read : { status: 'loading' }}
      what="What can be launched"
      needs={SEE_FAULTS}
      notLost="Nothing was launched."
      onRetry={read.reload}
      skeleton={<SkeletonCard lines={8} label="Reading the clusters" />}
    >
      {read.value?.entity && (
        <LaunchSteps
          entity={read.value.entity}
          clusters={read.value.clusters}
          start={approved.start}
        />
      )}
      {read.value && !read.value.entity && (
        <EmptyState
          title="There is no such service"
          description={`${entityRef} is not in the catalog, or you may not see it.`}
        />
      )}
    </LiveGate>
  );
}
