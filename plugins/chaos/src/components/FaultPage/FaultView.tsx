import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { FaultCore, FaultDetail } from '@slipway/plugin-chaos-common';
import {
  ActivitySection,
  Countdown,
  LiveAnnouncer,
  RelativeTime,
  Section,
} from '@slipway/plugin-portal-react';
import { ReactNode } from 'react';
import { stringify } from 'yaml';
import { entityOf, isActive } from '../../lib/listQuery';
import { kindText } from '../../lib/words';
import { FaultButtons } from '../Actions/faultFlow';
import { EnvironmentTag, FaultStateChip } from '../Chips';
import { YamlText } from '../YamlText';
import { ScheduleSection } from '../FlowPage/ScheduleSection';
import { WorkflowSection } from '../FlowPage/WorkflowSection';
import { EventTable } from './EventTable';
import { FaultImpact } from './FaultImpact';
import { TargetTable } from './TargetTable';

/** Everything about one fault: where it stands and what can be done, then its targets and what happened. */
export function FaultView(props: {
  detail: FaultDetail;
  /** Said when the object does not exist any more. */
  gone?: string;
  /** How fresh it is. */
  fresh: ReactNode;
}) {
  const { detail, gone, fresh } = props;
  const { core, records, events } = detail;
  return (
    <>
      <LiveAnnouncer message={gone ?? `${core.ref.name}: ${core.stateText}`} />
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          gap: 1.5,
          mb: 1,
        }}
      >
        <Typography
          component="h2"
          variant="h5"
          sx={{ mr: 1, overflowWrap: 'anywhere' }}
        >
          {core.ref.name}
        </Typography>
        {!gone && <FaultStateChip fault={core} />}
        <EnvironmentTag value={core.environment} />
        {fresh}
        <Box sx={{ ml: { sm: 'auto' } }}>
          <FaultButtons fault={core} gone={gone} />
        </Box>
      </Box>
      {gone && (
        <Alert severity="info" sx={{ mb: 2 }}>
          {gone} This is what was last seen of it.
        </Alert>
      )}
      <Facts core={core} gone={gone !== undefined} />
      {core.problem && !gone && (
        <Alert severity={core.problem.severity} sx={{ mb: 2 }}>
          <AlertTitle>{core.problem.summary}</AlertTitle>
          {core.problem.remedy}
        </Alert>
      )}
      {core.ref.kind !== 'Schedule' && core.ref.kind !== 'Workflow' && (
        <>
          <FaultImpact detail={detail} gone={gone !== undefined} />
          <Section title="Targets" count={records.length}>
            <TargetTable
              records={records}
              stateText={core.stateText}
              podsUnread={core.podsUnread}
            />
          </Section>
        </>
      )}
      {core.ref.kind === 'Schedule' && (
        <ScheduleSection detail={detail} gone={gone !== undefined} />
      )}
      {core.ref.kind === 'Workflow' && <WorkflowSection detail={detail} />}
      <Section title="Events" count={events.length}>
        <EventTable rows={events} />
      </Section>
      <Section title="YAML" startOpen={false}>
        <YamlText text={stringify(core.manifest)} label="YAML of the fault" />
      </Section>
      <ActivitySection
        target={core.ref}
        kind={core.ref.kind}
        noun="fault"
        entityRef={entityOf(core)}
      />
    </>
  );
}

/** What it does, where, by whom and for how long. */
function Facts({ core, gone }: { core: FaultCore; gone: boolean }) {
  const { ref, parent } = core;
  const entityRef = entityOf(core);
  return (
    <Box sx={{ mb: 2 }}>
      <Typography>{core.effect}</Typography>
      {!gone && <Typography>{core.stateText}</Typography>}
      {core.purpose && (
        <Typography color="text.secondary">{`Why: ${core.purpose}`}</Typography>
      )}
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2.5,
          rowGap: 0.5,
          mt: 0.5,
          fontSize: 14,
          color: 'text.secondary',
        }}
      >
        <span>{kindText(core)}</span>
        <span>{`${ref.cluster}/${ref.namespace}`}</span>
        <span>
          {'service '}
          {entityRef ? (
            <EntityRefLink entityRef={entityRef} defaultKind="component" />
          ) : (
            'unknown'
          )}
        </span>
        <span>
          {core.startedBy ? (
            <>
              {'launched by '}
              <EntityRefLink entityRef={core.startedBy} defaultKind="user" />
            </>
          ) : (
            'created outside of the portal'
          )}{' '}
          <RelativeTime at={core.createdAt} />
        </span>
        {parent && <span>{`started by ${parent.kind} ${parent.name}`}</span>}
        {!gone && isActive(core) && core.endsAt && (
          <span>
            {'ends by itself in '}
            <Countdown until={core.endsAt} due="now" />
          </span>
        )}
        {core.injectedAt && (
          <span>
            {'injected '}
            <RelativeTime at={core.injectedAt} />
          </span>
        )}
        {core.endedAt && (
          <span>
            {core.oneShot ? 'done ' : 'recovered '}
            <RelativeTime at={core.endedAt} />
          </span>
        )}
        {!gone && core.nextStarts?.[0] && (
          <span>
            {'next start in '}
            <Countdown until={core.nextStarts[0]} due="now" />
          </span>
        )}
      </Box>
    </Box>
  );
}
