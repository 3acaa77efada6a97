import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import {
  acceptDrift,
  DriftSummary,
  EnvironmentRow,
  PlanView,
  reconcile,
} from '@slipway/plugin-environments-common';
import {
  ActionButton,
  LiveGate,
  RelativeTime,
  Section,
  SkeletonTable,
  useFetched,
} from '@slipway/plugin-portal-react';
import { environmentsApiRef } from '../../api/EnvironmentsApi';
import { useEnvironmentButtons } from '../Actions/buttons';
import { SEE_ENVIRONMENTS } from '../../lib/needs';
import { ResourceList } from '../Plan/ResourceList';
import { PlanLook } from '../Plan/styles';

/** What differs from what was applied, and what can be done about it. */
export function DriftSection(props: {
  row: EnvironmentRow;
  drift: DriftSummary;
}) {
  const { row, drift } = props;
  const { differences, reasons, checkedAt, operationId } = drift;
  const { button } = useEnvironmentButtons(row);
  return (
    <Section
      title={differences > 0 ? 'Drift' : 'Drift: none'}
      count={differences > 0 ? differences : undefined}
      startOpen={differences > 0}
    >
      <Box sx={{ fontSize: 14, color: 'text.secondary', mb: 1 }}>
        {'Checked '}
        <RelativeTime at={checkedAt} />
        {differences === 0 && ': it is what was applied.'}
      </Box>
      {differences > 0 && (
        <>
          <Box component="ul" sx={{ mt: 0, mb: 1, pl: 3, fontSize: 14 }}>
            {reasons.map(reason => (
              <li key={reason}>{reason}</li>
            ))}
          </Box>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mb: 2 }}>
            <ActionButton
              {...button(reconcile)}
              label="Reconcile…"
              variant="contained"
            />
            <ActionButton
              {...button(acceptDrift)}
              label="Accept drift…"
              variant="outlined"
            />
          </Box>
          <DriftDiff name={row.name} operationId={operationId} />
        </>
      )}
    </Section>
  );
}

function DriftDiff(props: { name: string; operationId: string }) {
  const { name, operationId } = props;
  const api = useApi(environmentsApiRef);
  const plan = useFetched(operationId, () => api.getPlan(name, operationId));
  return (
    <LiveGate
      reading={plan}
      what="The differences"
      needs={SEE_ENVIRONMENTS}
      onRetry={plan.reload}
      skeleton={
        <SkeletonTable rows={2} columns={2} label="Reading differences" />
      }
    >
      {plan.value && <Differences plan={plan.value} />}
    </LiveGate>
  );
}

function Differences({ plan }: { plan: PlanView }) {
  return (
    <PlanLook>
      {plan.drift.length > 0 && (
        <>
          <h4>Changed behind Terraform’s back</h4>
          <ResourceList resources={plan.drift} />
        </>
      )}
      {plan.resources.length > 0 && (
        <>
          <h4>Reconcile would change</h4>
          <ResourceList resources={plan.resources} />
        </>
      )}
    </PlanLook>
  );
}
