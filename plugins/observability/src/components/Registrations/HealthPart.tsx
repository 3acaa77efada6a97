import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { HealthReading } from '@slipway/plugin-observability-common';
import {
  FactColumn,
  FactTable,
  SlipwayState,
  StateChip,
} from '@slipway/plugin-portal-react';

const STATES: Record<string, SlipwayState> = {
  UP: 'healthy',
  DOWN: 'degraded',
  OUT_OF_SERVICE: 'waiting',
};

const COLUMNS: ReadonlyArray<FactColumn<HealthReading>> = [
  { title: 'Group', cell: ({ group }) => group },
  {
    title: 'Status',
    cell: ({ status }) => (
      <StateChip
        state={STATES[status ?? ''] ?? 'unknown'}
        label={status ?? 'Unknown'}
      />
    ),
  },
  {
    title: 'Why',
    cell: ({ failing, reason }) =>
      reason ?? (failing ? `not UP: ${failing.join(', ')}` : ''),
  },
];

/** Health groups of one pod behind the Service, as Spring Boot says them. */
export function HealthPart(props: {
  cluster: string;
  /** Absent where no address is configured. */
  readings: readonly HealthReading[] | undefined;
}) {
  const { cluster, readings } = props;
  return (
    <Box sx={{ display: 'grid', gap: 1, gridTemplateColumns: '100%' }}>
      <Typography component="h4" variant="subtitle2">
        Health groups
      </Typography>
      {readings ? (
        <>
          <FactTable
            label="Health groups"
            rows={readings}
            keyOf={({ group }) => group}
            columns={COLUMNS}
          />
          <Typography variant="body2" color="text.secondary">
            Asked through the Service: one of its pods answers.
          </Typography>
        </>
      ) : (
        <Box sx={{ color: 'text.secondary' }}>
          No address of health groups is configured for cluster {cluster} (
          <code>slipway.clusters.{cluster}.health</code>).
        </Box>
      )}
    </Box>
  );
}
