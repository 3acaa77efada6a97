import { stringifyEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import {
  identityApiRef,
  useApi,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { resilienceListTopic, RunRow } from '@slipway/plugin-resilience-common';
import {
  HomeLine,
  HomeLineNote,
  HomeLinePlace,
  HomeLines,
  HomeWidget,
  RelativeTime,
  useFetched,
  useLiveTopic,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { standingFailures } from '../../lib/failed';
import { SEE_RUNS } from '../../lib/needs';
import { entityName } from '../../lib/words';
import { runRouteRef } from '../../routes';
import { VerdictChip } from '../Chips';

/** Entities that the signed-in user or one of their groups owns. */
function useOwnEntities() {
  const identity = useApi(identityApiRef);
  const catalog = useApi(catalogApiRef);
  return useFetched('own', async () => {
    const { ownershipEntityRefs } = await identity.getBackstageIdentity();
    const { items } = await catalog.getEntities({
      filter: { kind: 'Component', 'relations.ownedBy': ownershipEntityRefs },
      fields: ['kind', 'metadata.namespace', 'metadata.name'],
    });
    return new Set(items.map(stringifyEntityRef));
  });
}

/** Home: joint runs of my services whose last verdict is a fail. Takes no room where there is none. */
export function FailedVerdicts() {
  const live = useLiveTopic(resilienceListTopic, {});
  const own = useOwnEntities();
  const failed = useMemo(
    () => standingFailures([...live.items.values()], own.value ?? new Set()),
    [live.items, own.value],
  );
  return (
    <HomeWidget
      what="Failed joint runs"
      reading={live.status === 'ready' ? own : live}
      freshness={live.freshness}
      needs={SEE_RUNS}
      onRetry={live.status === 'ready' ? own.reload : undefined}
      lines={1}
      nothing={
        failed.length === 0
          ? 'No service of yours failed its last joint run.'
          : undefined
      }
      collapses
    >
      <HomeLines>
        {failed.map(run => (
          <li key={run.id}>
            <FailedLine run={run} />
          </li>
        ))}
      </HomeLines>
    </HomeWidget>
  );
}

function FailedLine({ run }: { run: RunRow }) {
  const to = useRouteRef(runRouteRef)?.({ id: run.id });
  return (
    <HomeLine
      state={run.verdict && <VerdictChip verdict={run.verdict} />}
      time={<RelativeTime at={run.endedAt ?? run.createdAt} />}
    >
      {to ? <Link to={to}>{run.title}</Link> : run.title}
      <HomeLinePlace>
        {`on ${entityName(run.entityRef)}, ${run.cluster}/${run.namespace}`}
      </HomeLinePlace>
      <HomeLineNote>{run.verdict?.reason}</HomeLineNote>
    </HomeLine>
  );
}
