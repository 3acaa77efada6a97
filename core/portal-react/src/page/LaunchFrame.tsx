import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Typography from '@mui/material/Typography';
import { ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import { EmptyState } from '../states/messages';
import { PageAbove, PageFrame } from './PageFrame';

/** The page on which something is launched on a service, which stands in the query: `…/launch?entity=component:default/order-service`. */
export function LaunchFrame(props: {
  /** The list that it belongs to. */
  list: PageAbove;
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
    <PageFrame above={[list]} here="Launch">
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
    </PageFrame>
  );
}
