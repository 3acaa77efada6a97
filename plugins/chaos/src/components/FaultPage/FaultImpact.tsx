import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import {
  FaultDetail,
  faultTimeline,
  impactRange,
  provedByRecords,
  TouchedWorkload,
} from '@slipway/plugin-chaos-common';
import { Section, useTicking } from '@slipway/plugin-portal-react';
import { useCallback, useMemo } from 'react';
import { InjectedTimeline, WorkloadImpact } from './WorkloadImpact';

/** Workloads that are charted; more of them would be a page of their own. */
const MOST = 3;

/** What a fault did to the services that it disturbs: proved by its records, and by their golden metrics. */
export function FaultImpact(props: {
  detail: FaultDetail;
  /** The object does not exist any more, so no later record will come. */
  gone: boolean;
}) {
  const { core, records } = props.detail;
  const timeline = useMemo(() => faultTimeline(core, records), [core, records]);
  const proof = provedByRecords(core);
  return (
    <Section title="Effect on the services">
      <Typography sx={{ mb: 1 }}>{proof.text}</Typography>
      {core.podsUnread !== undefined && (
        <Alert severity="warning" sx={{ mb: 1 }}>
          {`Which services it disturbs is not known now, because pods cannot be read: ${core.podsUnread}`}
        </Alert>
      )}
      {timeline.from === undefined ? (
        <Typography color="text.secondary">
          Golden metrics are shown from the first injection on.
        </Typography>
      ) : (
        <Workloads
          cluster={core.ref.cluster}
          workloads={core.touched}
          timeline={{
            ...timeline,
            from: timeline.from,
            endUnseen: props.gone && timeline.to === undefined,
          }}
          unread={core.podsUnread !== undefined}
        />
      )}
    </Section>
  );
}

function Workloads(props: {
  cluster: string;
  workloads: readonly TouchedWorkload[];
  timeline: InjectedTimeline;
  unread: boolean;
}) {
  const { cluster, workloads, timeline, unread } = props;
  const { from, to } = timeline;
  // Asked again each second, and drawn again only when the range is another one.
  const range = useTicking(
    useCallback(
      (now: number) =>
        JSON.stringify(
          impactRange({ from, to }, Math.floor(now / 60_000) * 60),
        ),
      [from, to],
    ),
  );
  const shown = useMemo(
    (): ReturnType<typeof impactRange> => JSON.parse(range),
    [range],
  );
  if (workloads.length === 0) {
    return unread ? null : (
      <Typography color="text.secondary">
        Its targets are no pods of a workload that is known, so there are no
        golden metrics of them.
      </Typography>
    );
  }
  const more = workloads.slice(MOST);
  return (
    <Box sx={{ display: 'grid', gap: 3 }}>
      {workloads.slice(0, MOST).map(({ namespace, workload }) => (
        <WorkloadImpact
          key={`${namespace}/${workload}`}
          cluster={cluster}
          namespace={namespace}
          workload={workload}
          timeline={timeline}
          range={shown}
        />
      ))}
      {more.length > 0 && (
        <Typography color="text.secondary">
          {`Not charted: ${more
            .map(({ namespace, workload }) => `${workload} in ${namespace}`)
            .join(', ')}.`}
        </Typography>
      )}
    </Box>
  );
}
