import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { resilienceEntityTopic } from '@slipway/plugin-resilience-common';
import {
  LaunchFrame,
  LiveGate,
  SkeletonCard,
  useFetched,
  useLiveTopic,
} from '@slipway/plugin-portal-react';
import { resilienceApiRef } from '../../api/ResilienceApi';
import { SEE_RUNS } from '../../lib/needs';
import { runsRouteRef } from '../../routes';
import { LaunchSteps } from './LaunchSteps';

/** The launch of a joint run, `/resilience/runs/launch?entity=component:default/order-service`. */
export function LaunchPage() {
  const list = useRouteRef(runsRouteRef)?.();
  return (
    <LaunchFrame
      list={{ title: 'Joint runs', to: list }}
      title="Launch a joint run on"
      noService="A joint run belongs to a service: launch it from the tab Resilience of its page."
    >
      {(entityRef, query) => (
        <LaunchOf entityRef={entityRef} designId={query.get('design')} />
      )}
    </LaunchFrame>
  );
}

function LaunchOf(props: { entityRef: string; designId: string | null }) {
  const { entityRef, designId } = props;
  const api = useApi(resilienceApiRef);
  const options = useFetched(entityRef, () => api.getOptions(entityRef));
  const live = useLiveTopic(
    resilienceEntityTopic,
    designId ? { entityRef } : undefined,
  );
  const saved = resilienceEntityTopic
    .valuesOf(live.items, 'design')
    .find(({ id }) => id === designId);
  // A saved design is waited for; one that is gone is replaced by the suggested one.
  const waiting = designId !== null && live.status === 'loading';
  return (
    <LiveGate
      reading={waiting ? { status: 'loading' } : options}
      what="What can be launched"
      needs={SEE_RUNS}
      notLost="Nothing was launched."
      onRetry={options.reload}
      skeleton={<SkeletonCard lines={8} label="Reading the clusters" />}
    >
      {options.value && (
        <LaunchSteps
          entityRef={entityRef}
          options={options.value}
          saved={saved}
        />
      )}
    </LiveGate>
  );
}
