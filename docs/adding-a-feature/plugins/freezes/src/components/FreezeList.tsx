import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import {
  freezeKey,
  freezesReadPermission,
  freezesTopic,
  FreezeView,
  lift,
} from '@slipway/plugin-freezes-common';
import {
  ActionButton,
  EmptyState,
  LiveGate,
  SkeletonTable,
  SourcesNote,
  StateChip,
  useFetched,
  useLiveTopic,
} from '@slipway/plugin-portal-react';
import { freezesApiRef } from '../api/FreezesApi';
import { FreezeActionFlow, freezeFlow } from './flow';

const SEE_FREEZES = {
  what: 'see freezes',
  permission: freezesReadPermission.name,
  grantedBy: 'the platform group',
};

/** The freezes of all clusters, or of one entity, live. */
export function FreezeList({ entityRef }: { entityRef?: string }) {
  const live = useLiveTopic(freezesTopic, {});
  const shown = [...live.items.values()].filter(
    ({ entity }) =>
      entityRef === undefined ||
      (entity.state === 'bound' && entity.entityRef === entityRef),
  );
  return (
    <LiveGate
      reading={live}
      what="The list of freezes"
      needs={SEE_FREEZES}
      skeleton={
        <SkeletonTable
          rows={3}
          columns={4}
          rowHeight={48}
          label="Loading freezes"
        />
      }
    >
      <FreezeActionFlow>
        <SourcesNote freshness={live.freshness} />
        {shown.length === 0 ? (
          <EmptyState
            title="There is no freeze here."
            description="A freeze asks that a service is not released."
          />
        ) : (
          <Box component="ul" aria-label="Freezes" sx={{ p: 0 }}>
            {shown.map(freeze => (
              <FreezeRow key={freezeKey(freeze)} freeze={freeze} />
            ))}
          </Box>
        )}
      </FreezeActionFlow>
    </LiveGate>
  );
}

function FreezeRow({ freeze }: { freeze: FreezeView }) {
  const { ref, reason, state } = freeze;
  const api = useApi(freezesApiRef);
  const access = useFetched(
    `${freezeKey(freeze)} ${JSON.stringify(freeze.entity)}`,
    () => api.getAccess(ref),
  );
  const { button } = freezeFlow.useActionButtons(freeze, access);
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 2,
        py: 1,
      }}
    >
      <strong>{ref.name}</strong>
      <StateChip
        state={state === 'active' ? 'waiting' : 'healthy'}
        label={state}
      />
      <span>{reason}</span>
      <span>{`${ref.cluster} / ${ref.namespace}`}</span>
      <ActionButton {...button(lift)} size="small" variant="outlined" />
    </Box>
  );
}
