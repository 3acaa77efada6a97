import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef, EntityRefLink } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Breadcrumbs from '@mui/material/Breadcrumbs';
import Typography from '@mui/material/Typography';
import {
  EmptyState,
  LiveGate,
  SkeletonCard,
  useFetched,
} from '@slipway/plugin-portal-react';
import { useSearchParams } from 'react-router-dom';
import { chaosApiRef } from '../../api/ChaosApi';
import { SEE_FAULTS } from '../../lib/needs';
import { faultsRouteRef } from '../../routes';
import { LaunchSteps } from './LaunchSteps';
import { useApprovedStart } from './useApprovedStart';

/** The launch of a fault, `/resilience/faults/launch?entity=component:default/order-service`. */
export function LaunchPage() {
  const [query] = useSearchParams();
  const entityRef = query.get('entity');
  const list = useRouteRef(faultsRouteRef)?.();
  return (
    <Box component="main" sx={{ px: { xs: 2, md: 3 }, py: 2 }}>
      {list && (
        <Breadcrumbs aria-label="Where this is" sx={{ mb: 1, fontSize: 14 }}>
          <Link to={list}>Faults</Link>
          <span>Launch</span>
        </Breadcrumbs>
      )}
      {entityRef ? (
        <LaunchOf entityRef={entityRef} approvalId={query.get('approval')} />
      ) : (
        <EmptyState
          title="Choose a service first"
          description="A fault belongs to a service: launch it from the tab Resilience of its page."
        />
      )}
    </Box>
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
    <>
      <Typography component="h2" variant="h5" sx={{ mb: 2 }}>
        {'Launch a fault on '}
        <EntityRefLink entityRef={entityRef} defaultKind="component" />
      </Typography>
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
    </>
  );
}
