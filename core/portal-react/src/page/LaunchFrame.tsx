import { Link } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Breadcrumbs from '@mui/material/Breadcrumbs';
import Typography from '@mui/material/Typography';
import { ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import { EmptyState } from '../states/messages';

/** The page on which something is launched on a service, which stands in the query: `…/launch?entity=component:default/order-service`. */
export function LaunchFrame(props: {
  /** The list that it belongs to; `to` is its address, where it has one. */
  list: { title: string; to: string | undefined };
  /** Before the name of the service: `Launch a fault on`. */
  title: string;
  /** Where to choose a service, when none is named. */
  noService: string;
  children: (entityRef: string, query: URLSearchParams) => ReactNode;
}) {
  const { list, title, noService, children } = props;
  const [query] = useSearchParams();
  const entityRef = query.get('entity');
  return (
    <Box component="main" sx={{ px: { xs: 2, md: 3 }, py: 2 }}>
      {list.to && (
        <Breadcrumbs aria-label="Where this is" sx={{ mb: 1, fontSize: 14 }}>
          <Link to={list.to}>{list.title}</Link>
          <span>Launch</span>
        </Breadcrumbs>
      )}
      {entityRef ? (
        <>
          <Typography component="h2" variant="h5" sx={{ mb: 2 }}>
            {`${title} `}
            <EntityRefLink entityRef={entityRef} defaultKind="component" />
          </Typography>
          {children(entityRef, query)}
        </>
      ) : (
        <EmptyState title="Choose a service first" description={noService} />
      )}
    </Box>
  );
}
