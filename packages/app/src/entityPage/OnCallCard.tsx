import {
  CompoundEntityRef,
  Entity,
  RELATION_HAS_MEMBER,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { InfoCard } from '@backstage/core-components';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  catalogApiRef,
  EntityRefLink,
  useEntity,
} from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { ErrorState, useFetched } from '@slipway/plugin-portal-react';
import { ON_CALL_ANNOTATION, onCallOf } from './onCall';

/** Overview card of a service: who is on call for it, as the entity itself names them. */
export function OnCallCard() {
  const { entity } = useEntity();
  const naming = onCallOf(entity);
  return (
    <InfoCard title="On call">
      {naming ? (
        <>
          {naming.refs.length > 0 && <Named refs={naming.refs} />}
          {naming.unreadable.map(text => (
            <Typography key={text} variant="body2" color="text.secondary">
              <code>{text}</code> is no group and no user of the catalog.
            </Typography>
          ))}
        </>
      ) : (
        <Typography variant="body2" color="text.secondary">
          Nobody is named for this service. Name a group or users in its
          annotation <code>{ON_CALL_ANNOTATION}</code>.
        </Typography>
      )}
    </InfoCard>
  );
}

function Named({ refs }: { refs: CompoundEntityRef[] }) {
  const catalog = useApi(catalogApiRef);
  const entityRefs = refs.map(ref => stringifyEntityRef(ref));
  const fetched = useFetched(entityRefs.join(' '), async () => {
    const { items } = await catalog.getEntitiesByRefs({
      entityRefs,
      fields: ['kind', 'metadata', 'relations'],
    });
    return items;
  });
  if (fetched.status === 'loading') {
    return <Skeleton width="60%" aria-label="Loading who is on call" />;
  }
  if (fetched.status === 'failed') {
    return (
      <ErrorState
        title="Who is on call could not be read"
        error={fetched.error}
        onRetry={fetched.reload}
      />
    );
  }
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {refs.map((ref, index) => (
        <Box component="li" key={entityRefs[index]} sx={{ py: 0.5 }}>
          <One entityRef={ref} entity={fetched.value?.[index]} />
        </Box>
      ))}
    </Box>
  );
}

/** One group with its members, or one user. */
function One(props: { entityRef: CompoundEntityRef; entity?: Entity }) {
  const { entityRef, entity } = props;
  if (!entity) {
    return (
      <Typography variant="body2" color="text.secondary">
        <code>{stringifyEntityRef(entityRef)}</code> is not in the catalog, or
        you may not see it.
      </Typography>
    );
  }
  const members = (entity.relations ?? [])
    .filter(({ type }) => type === RELATION_HAS_MEMBER)
    .map(({ targetRef }) => targetRef);
  return (
    <>
      <EntityRefLink entityRef={entityRef} />
      {entityRef.kind.toLowerCase() === 'group' && (
        <Typography variant="body2" color="text.secondary">
          {members.length === 0 && 'The catalog knows no members of it.'}
          {members.map((ref, index) => (
            <span key={ref}>
              {index > 0 && ', '}
              <EntityRefLink entityRef={ref} defaultKind="user" />
            </span>
          ))}
        </Typography>
      )}
    </>
  );
}
