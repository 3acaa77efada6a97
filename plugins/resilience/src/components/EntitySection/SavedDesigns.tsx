import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import {
  deleteDesign,
  SavedDesign,
  titlesOf,
} from '@slipway/plugin-resilience-common';
import { ActionButton, useFetched } from '@slipway/plugin-portal-react';
import { resilienceApiRef } from '../../api/ResilienceApi';
import { launchRouteRef } from '../../routes';
import { placeFlow, PlaceFlowProvider } from '../Launch/placeFlow';

/** Designs to be run again; nothing is drawn where none was saved. */
export function SavedDesigns(props: {
  entityRef: string;
  designs: readonly SavedDesign[];
}) {
  const { entityRef, designs } = props;
  const launch = useRouteRef(launchRouteRef)?.();
  if (designs.length === 0) return null;
  return (
    <Box component="ul" aria-label="Saved designs" sx={{ m: 0, p: 0 }}>
      {designs.map(design => (
        <Box
          component="li"
          key={design.id}
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            alignItems: 'center',
            gap: 1.5,
            fontSize: 14,
          }}
        >
          {launch ? (
            <Link
              to={`${launch}?${new URLSearchParams({
                entity: entityRef,
                design: design.id,
              })}`}
            >
              {design.name}
            </Link>
          ) : (
            design.name
          )}
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {`${titlesOf(design.design.parts)} in ${design.cluster}/${
              design.namespace
            }`}
          </Box>
          <PlaceFlowProvider target={design} environment="dev">
            <DeleteButton design={design} />
          </PlaceFlowProvider>
        </Box>
      ))}
    </Box>
  );
}

function DeleteButton({ design }: { design: SavedDesign }) {
  const api = useApi(resilienceApiRef);
  const { entityRef, cluster, namespace, id } = design;
  const target = { entityRef, cluster, namespace };
  const access = useFetched(JSON.stringify(target), () =>
    api.getPlaceAccess(target),
  );
  const { button } = placeFlow.useActionButtons(
    { place: { cluster, namespace, environment: 'dev', workloads: [] } },
    access,
  );
  return (
    <ActionButton
      {...button(deleteDesign, { id })}
      size="small"
      color="inherit"
    />
  );
}
