import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import {
  LiveAnnouncer,
  LiveGate,
  Section,
  SkeletonTable,
  StateChip,
  WorkloadSectionProps,
} from '@slipway/plugin-portal-react';
import { CanaryDiff, CanarySummary } from '@slipway/plugin-security-common';
import { useCanaryFindings, useCanarySummary } from '../../hooks/useFindings';
import { SEE_FINDINGS } from '../../lib/needs';
import { VERDICT_CHIP } from '../../lib/words';
import { DiffTable } from './DiffTable';

/** On the page of a rollout: what its canary adds. Nothing while there is no canary. */
export function CanarySection({ workload }: WorkloadSectionProps) {
  return workload.kind === 'Rollout' ? <OfRollout workload={workload} /> : null;
}

function OfRollout({ workload }: WorkloadSectionProps) {
  const { summary } = useCanarySummary(workload.ref);
  if (!summary) return null;
  return (
    <Section title="What this canary adds">
      <Box data-testid="canary-adds" sx={{ display: 'grid', gap: 1.5 }}>
        <Verdict summary={summary} />
        <Gate gate={summary.gate} />
        <Details workload={workload} stamp={summary.stamp} />
      </Box>
    </Section>
  );
}

/** Verdict first. */
export function Verdict({ summary }: { summary: CanarySummary }) {
  const { state, label } = VERDICT_CHIP[summary.verdict];
  return (
    <Box
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}
    >
      <StateChip state={state} label={label} />
      <span>{summary.summary}</span>
      <LiveAnnouncer message={summary.summary} />
    </Box>
  );
}

/** What rules say of a promotion, before anybody presses. */
function Gate({ gate }: Pick<CanarySummary, 'gate'>) {
  return (
    <>
      {gate?.stops.map(reason => (
        <Alert key={reason} severity="error" data-testid="canary-stopped">
          {`${reason} Its owners may promote it with a reason.`}
        </Alert>
      ))}
      {gate?.notes.map(note => (
        <Alert key={note} severity="warning">
          {note}
        </Alert>
      ))}
    </>
  );
}

function Details(props: WorkloadSectionProps & { stamp: string }) {
  const { workload, stamp } = props;
  const reading = useCanaryFindings(workload.ref, stamp);
  const diff = reading.value?.diff;
  return (
    <LiveGate
      reading={reading}
      what="What this canary adds"
      needs={SEE_FINDINGS}
      skeleton={<SkeletonTable rows={2} columns={4} label="Loading findings" />}
    >
      {diff && <Diff diff={diff} />}
    </LiveGate>
  );
}

function Diff({ diff }: { diff: CanaryDiff }) {
  const { added, addedInBase, fixed, unchanged, unknown, caveat } = diff;
  return (
    <>
      {added.length > 0 && (
        <DiffTable label="New findings" entries={added} open />
      )}
      {addedInBase > 0 && (
        <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
          {`${addedInBase} of the new ones are of the base image.`}
        </Box>
      )}
      {fixed.length > 0 && <DiffTable label="Fixed" entries={fixed} />}
      {unchanged.length > 0 && (
        <DiffTable label="Unchanged" entries={unchanged} />
      )}
      {added.length > 0 && unknown.length > 0 && (
        <Box sx={{ fontSize: 13 }}>{`Unknown: ${unknown.join('; ')}.`}</Box>
      )}
      {caveat && (
        <Box sx={{ fontSize: 13, color: 'text.secondary' }}>{caveat}</Box>
      )}
    </>
  );
}
