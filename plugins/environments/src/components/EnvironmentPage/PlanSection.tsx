import { useApi } from '@backstage/frontend-plugin-api';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import {
  countsInWords,
  KIND_WORDS,
  Operation,
  PlanSummary,
} from '@slipway/plugin-environments-common';
import {
  CopyButton,
  LiveGate,
  RelativeTime,
  Section,
  SkeletonTable,
  useFetched,
} from '@slipway/plugin-portal-react';
import { environmentsApiRef } from '../../api/EnvironmentsApi';
import { SEE_ENVIRONMENTS } from '../../lib/needs';
import { PlanDiff } from '../Plan/PlanDiff';

/** What an operation would do, or did: counts, age, end and hash, then the diff. */
export function PlanSection(props: {
  name: string;
  operation: Operation;
  plan: PlanSummary;
}) {
  const { name, operation, plan } = props;
  const waits = operation.state === 'waiting';
  return (
    <Section
      title={`Plan: ${KIND_WORDS[operation.kind]}, ${countsInWords(
        plan.counts,
      )}`}
      startOpen={waits}
    >
      <PlanHead operation={operation} plan={plan} />
      <Diff name={name} operationId={operation.id} hash={plan.hash} />
    </Section>
  );
}

/** When the plan was made: the end of the last step that makes it. */
const madeAt = ({ steps }: Operation) =>
  steps
    .filter(({ name }) => name === 'terraform:plan' || name === 'helmfile:diff')
    .flatMap(({ endedAt }) => endedAt ?? [])
    .at(-1);

function PlanHead(props: { operation: Operation; plan: PlanSummary }) {
  const { operation, plan } = props;
  const waits = operation.state === 'waiting';
  return (
    <Box sx={{ display: 'grid', gap: 1, mb: 2, fontSize: 14 }}>
      {plan.simulated && (
        <Alert severity="info" sx={{ py: 0 }}>
          Simulated: this plan was made by a small model, not by Terraform.
        </Alert>
      )}
      {waits && plan.stale && (
        <Alert severity="warning" sx={{ py: 0 }}>
          {`${plan.stale} It can no longer be applied.`}
        </Alert>
      )}
      <Box
        sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 3, rowGap: 0.5 }}
      >
        <span>
          {'made '}
          <RelativeTime at={madeAt(operation)} />
        </span>
        {waits && (
          <span>
            {'can be applied until '}
            <RelativeTime at={plan.expiresAt} />
          </span>
        )}
        <Box
          component="span"
          sx={{ display: 'inline-flex', alignItems: 'center', minWidth: 0 }}
        >
          {'SHA-256 '}
          <Box
            component="code"
            title={plan.hash}
            sx={{ ml: 0.5, overflow: 'hidden', textOverflow: 'ellipsis' }}
          >
            {`${plan.hash.slice(0, 12)}…`}
          </Box>
          <CopyButton text={plan.hash} label="Copy the hash of the plan" />
        </Box>
      </Box>
    </Box>
  );
}

/** The diff of an operation's plan. */
export function Diff(props: {
  name: string;
  operationId: string;
  hash: string;
}) {
  const { name, operationId, hash } = props;
  const api = useApi(environmentsApiRef);
  const plan = useFetched(`${operationId} ${hash}`, () =>
    api.getPlan(name, operationId),
  );
  return (
    <LiveGate
      reading={plan}
      what="The plan"
      needs={SEE_ENVIRONMENTS}
      notLost="The plan is kept until it expires."
      onRetry={plan.reload}
      skeleton={<SkeletonTable rows={4} columns={2} label="Reading the plan" />}
    >
      {plan.value && <PlanDiff plan={plan.value} />}
    </LiveGate>
  );
}
