import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { AlertsAnswer } from '@slipway/plugin-observability-common';
import {
  LiveGate,
  PartialNote,
  RelativeTime,
  Section,
  SkeletonTable,
  StateChip,
  useFetched,
  WideTable,
} from '@slipway/plugin-portal-react';
import { observabilityApiRef } from '../../api/ObservabilityApi';
import { SEE_OBSERVABILITY } from '../../lib/needs';

/** Alerts of the service in all its clusters. */
export function AlertsSection(props: { entityRef: string; round: number }) {
  const { entityRef, round } = props;
  const api = useApi(observabilityApiRef);
  const alerts = useFetched(`${entityRef} ${round}`, () =>
    api.getAlerts(entityRef),
  );
  const firing = alerts.value?.alerts.filter(
    ({ state }) => state === 'firing',
  ).length;
  return (
    <Section title="Firing alerts" count={firing}>
      <LiveGate
        reading={alerts}
        what="The alerts of this service"
        needs={SEE_OBSERVABILITY}
        skeleton={<SkeletonTable rows={1} columns={4} label="Loading alerts" />}
        onRetry={alerts.reload}
      >
        {alerts.value && <Alerts answer={alerts.value} />}
      </LiveGate>
    </Section>
  );
}

function Alerts({ answer }: { answer: AlertsAnswer }) {
  const { alerts, missing } = answer;
  return (
    <Box sx={{ display: 'grid', gap: 1, gridTemplateColumns: '100%' }}>
      <PartialNote missing={missing} />
      {alerts.length === 0 ? (
        <Box sx={{ color: 'text.secondary' }}>
          {missing.length > 0
            ? 'No alert fires where alerts could be read.'
            : 'No alert fires.'}
        </Box>
      ) : (
        <WideTable label="Alerts">
          <Table size="small" aria-label="Alerts">
            <TableHead>
              <TableRow>
                <TableCell>Alert</TableCell>
                <TableCell>State</TableCell>
                <TableCell>Severity</TableCell>
                <TableCell>Cluster</TableCell>
                <TableCell>Since</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {alerts.map(alert => (
                <TableRow
                  key={`${alert.cluster} ${alert.name} ${JSON.stringify(
                    alert.labels,
                  )}`}
                >
                  <TableCell sx={{ minWidth: 180 }}>
                    {alert.name}
                    {alert.summary && (
                      <Box sx={{ fontSize: 12, color: 'text.secondary' }}>
                        {alert.summary}
                      </Box>
                    )}
                  </TableCell>
                  <TableCell>
                    <StateChip
                      state={
                        alert.state === 'firing' ? 'degraded' : 'progressing'
                      }
                      label={alert.state === 'firing' ? 'Firing' : 'Pending'}
                    />
                  </TableCell>
                  <TableCell>{alert.severity ?? 'not given'}</TableCell>
                  <TableCell>{alert.cluster}</TableCell>
                  <TableCell>
                    <RelativeTime at={alert.since} />
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </WideTable>
      )}
    </Box>
  );
}
