import {
  discoveryApiRef,
  fetchApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import { fetchJson } from '@slipway/plugin-portal-react';
import {
  CatalogConflict,
  catalogConflictsReadPermission,
} from '@slipway/plugin-catalog-trust-common';
import { useEffect, useState } from 'react';

function Conflict({ entityRef, definitions, effect }: CatalogConflict) {
  return (
    <Box component="li" sx={{ overflowWrap: 'anywhere', mt: 0.5 }}>
      <strong>{entityRef}</strong>{' '}
      {definitions
        .map(
          ({ location, trusted }) =>
            `${location} (${trusted ? 'trusted' : 'not trusted'})`,
        )
        .join(', ')}
      . {effect}
    </Box>
  );
}

/** Entities that more than one location defines, for the platform group; nothing for others, and where there is none. */
export function CatalogConflicts() {
  const fetchApi = useApi(fetchApiRef);
  const discoveryApi = useApi(discoveryApiRef);
  const { allowed } = usePermission({
    permission: catalogConflictsReadPermission,
  });
  const [conflicts, setConflicts] = useState<CatalogConflict[]>([]);

  useEffect(() => {
    if (!allowed) return undefined;
    let wanted = true;
    const load = async () => {
      const base = await discoveryApi.getBaseUrl('catalog');
      const { items } = await fetchJson<{ items: CatalogConflict[] }>(
        fetchApi,
        `${base}/conflicts/v1`,
      );
      if (wanted) setConflicts(items);
    };
    // The notification says it too: an answer that fails leaves the page as it is.
    load().catch(() => undefined);
    return () => {
      wanted = false;
    };
  }, [allowed, discoveryApi, fetchApi]);

  if (conflicts.length === 0) return null;
  return (
    <Alert severity="warning" sx={{ mb: 2 }}>
      <AlertTitle>
        {conflicts.length === 1
          ? 'Conflict in the catalog'
          : `${conflicts.length} conflicts in the catalog`}
      </AlertTitle>
      <Box component="ul" sx={{ m: 0, pl: 2 }}>
        {conflicts.map(conflict => (
          <Conflict key={conflict.entityRef} {...conflict} />
        ))}
      </Box>
    </Alert>
  );
}
