import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import {
  FaultDetail,
  FlowStep,
  isLane,
  workflowSteps,
} from '@slipway/plugin-chaos-common';
import {
  Countdown,
  LiveAnnouncer,
  RelativeTime,
  Section,
  StateChip,
} from '@slipway/plugin-portal-react';
import { stepChip, typeText } from '../../lib/flowWords';
import { specOf } from '../../lib/manifest';
import { faultRouteRef } from '../../routes';

const LIST = {
  listStyle: 'none',
  m: 0,
  p: 0,
  display: 'grid',
  gap: 1,
  gridTemplateColumns: '100%',
} as const;

/** The steps of a Workflow as lanes: one below the other in a series, side by side in branches. */
export function WorkflowSection({ detail }: { detail: FaultDetail }) {
  const { core, children } = detail;
  const root = workflowSteps(specOf(core), children);
  const running = children
    .filter(({ nodeState }) => nodeState === 'running')
    .map(({ template, name }) => template ?? name);
  return (
    <Section title="Steps" count={children.length}>
      <LiveAnnouncer
        message={running.length > 0 ? `Running: ${running.join(', ')}` : ''}
      />
      {root ? (
        <Box component="ol" aria-label="Steps" sx={LIST}>
          <Step step={root} />
        </Box>
      ) : (
        <Box sx={{ color: 'text.secondary' }}>
          Its entry names no template: it has no steps.
        </Box>
      )}
    </Section>
  );
}

function Step({ step }: { step: FlowStep }) {
  const lane = isLane(step.type);
  const side = step.type === 'Parallel';
  return (
    <Box
      component="li"
      data-testid={`step-${step.key}`}
      sx={{
        border: 1,
        borderColor: 'divider',
        borderLeftWidth: lane ? 4 : 1,
        borderRadius: 1,
        p: 1.25,
        minWidth: 0,
      }}
    >
      <StepHead step={step} />
      {lane && (
        <Box
          component={side ? 'ul' : 'ol'}
          aria-label={`${typeText(step.type)} ${step.template}`}
          sx={{
            ...LIST,
            mt: 1,
            ...(side && {
              gridTemplateColumns:
                'repeat(auto-fit, minmax(min(260px, 100%), 1fr))',
            }),
          }}
        >
          {step.children.map(child => (
            <Step key={child.key} step={child} />
          ))}
        </Box>
      )}
    </Box>
  );
}

function StepHead({ step }: { step: FlowStep }) {
  const linkOf = useRouteRef(faultRouteRef);
  const { node, state, template, type } = step;
  const to = node?.fault && linkOf?.({ ...node.fault });
  return (
    <>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 1.5,
          rowGap: 0.5,
        }}
      >
        <Box sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{template}</Box>
        <Box sx={{ color: 'text.secondary', fontSize: 13 }}>
          {typeText(type)}
        </Box>
        <StateChip {...stepChip(step)} />
        <Box sx={{ color: 'text.secondary', fontSize: 13 }}>
          {node?.startedAt && (
            <>
              {'started '}
              <RelativeTime at={node.startedAt} />
            </>
          )}
          {state === 'running' && node?.deadlineAt && (
            <>
              {', ends in '}
              <Countdown until={node.deadlineAt} due="now" /> at the latest
            </>
          )}
          {state === 'running' &&
            node &&
            !node.deadlineAt &&
            ', has no deadline of its own'}
        </Box>
      </Box>
      {node?.faultText && (
        <Box sx={{ fontSize: 14 }}>
          {to ? <Link to={to}>{node.fault?.name}</Link> : node.fault?.name}
          {`: ${node.faultText}`}
        </Box>
      )}
      {node?.problem && (
        <Alert severity="error" sx={{ py: 0, mt: 0.5 }}>
          {`Stuck: ${node.problem}`}
        </Alert>
      )}
    </>
  );
}
