import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  EmptyState,
  LiveGate,
  PartialNote,
  SkeletonCard,
  useFetched,
} from '@slipway/plugin-portal-react';
import { useSearchParams } from 'react-router-dom';
import { observabilityApiRef } from '../../api/ObservabilityApi';
import { SEE_OBSERVABILITY } from '../../lib/needs';
import { chosenSystemPlace } from '../../lib/system';
import { SystemSection } from './SystemSection';

/** The tab "Observability" of a system: its services as a graph, live. */
export function SystemTab() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const api = useApi(observabilityApiRef);
  const view = useFetched(entityRef, () => api.getSystem(entityRef));
  const [search, setSearch] = useSearchParams();
  const place =
    view.value && chosenSystemPlace(view.value.places, search.get('place'));
  return (
    <LiveGate
      reading={view}
      what="The services of this system"
      needs={SEE_OBSERVABILITY}
      skeleton={<SkeletonCard label="Loading the system" />}
      onRetry={view.reload}
    >
      {view.value && place && (
        <SystemSection
          view={view.value}
          place={place}
          onPlace={chosen =>
            setSearch(
              old => {
                const next = new URLSearchParams(old);
                next.set('place', chosen);
                return next;
              },
              { replace: true },
            )
          }
        />
      )}
      {view.value && !place && (
        <>
          <PartialNote missing={view.value.missing} />
          <EmptyState
            title="No workload of this system is known"
            description="A component is a service of the system when its spec.system names it, and a Rollout or Deployment belongs to a component when it has the annotation slipway.io/entity-ref, or the label backstage.io/kubernetes-id that the component claims."
          />
        </>
      )}
    </LiveGate>
  );
}
