import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Breadcrumbs from '@mui/material/Breadcrumbs';
import Typography from '@mui/material/Typography';
import { resilienceEntityTopic } from '@slipway/plugin-resilience-common';
import {
  EmptyState,
  LiveGate,
  SkeletonCard,
  useFetched,
  useLiveTopic,
} from '@slipway/plugin-portal-react';
import { useSearchParams } from 'react-router-dom';
import { resilienceApiRef } from '../../api/ResilienceApi';
import { SEE_RUNS } from '../../lib/needs';
import { runsRouteRef } from '../../routes';
import { LaunchSteps } from './LaunchSteps';

/** The launch of a joint run, `/resilience/runs/launch?entity=component:default/order-service`. */
export function LaunchPage() {
  const [query] = useSearchParams();
  const entityRef = query.get('entity');
  const list = useRouteRef(runsRouteRef)?.();
  return (
    <Box component="main" sx={{ px: { xs: 2, md: 3 }, py: 2 }}>
      {list && (
        <Breadcrumbs aria-label="Where this is" sx={{ mb: 1, fontSize: 14 }}>
          <Link to={list}>Joint runs</Link>
          <span>Launch</span>
        </Breadcrumbs>
      )}
      {entityRef ? (
        <LaunchOf entityRef={entityRef} designId={query.get('design')} />
      ) : (
        <EmptyState
          title="Choose a service first"
          description="A joint run belongs to a service: launch it from the tab Resilience of its page."
        />
      )}
    </Box>
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
    <>
      <Typography component="h2" variant="h5" sx={{ mb: 2 }}>
        {'Launch a joint run on '}
        <EntityRefLink entityRef={entityRef} defaultKind="component" />
      </Typography>
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
    </>
  );
}
