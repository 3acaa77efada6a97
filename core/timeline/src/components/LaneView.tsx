import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { stateBackground } from '@slipway/plugin-portal-react';
import { drawLane, LaneKind, ShownLane } from '@slipway/plugin-timeline-common';
import { memo, useMemo } from 'react';
import { AXIS_LEFT, AXIS_RIGHT, ROW } from './geometry';
import { Strip, StripAxis } from './Strip';
import { KIND_WORDS } from './words';

type Heading = 'h4' | 'h5';

/** One lane: its title, what is known of it, and its items on the axis. */
export const LaneView = memo(
  (props: StripAxis & { lane: ShownLane; heading?: Heading }) => {
    const { lane, heading, ...strip } = props;
    const { range, now, axis } = strip;
    const { knownFromReason, leftOut, place } = lane;
    const rows = useMemo(
      () => lane.items.map(item => ({ lane, item })),
      [lane],
    );
    const picture = useMemo(
      () => drawLane(lane, range, now, axis),
      [lane, range, now, axis],
    );
    const { spans, groups, unknownUntil } = picture;
    const empty = spans.length === 0 && groups.length === 0;
    return (
      <Box sx={{ mb: 0.75 }}>
        <LaneTitle
          heading={heading}
          title={KIND_WORDS[lane.kind]}
          note={[
            place,
            leftOut ? `${leftOut} older ones are left out` : undefined,
            empty && unknownUntil < axis ? 'nothing in this range' : undefined,
            unknownUntil > 0 ? knownFromReason : undefined,
          ]
            .filter(Boolean)
            .join(' · ')}
        />
        <Strip
          rows={rows}
          picture={picture}
          unknownReason={knownFromReason}
          testId={`lane ${lane.id}`}
          {...strip}
        />
      </Box>
    );
  },
);

/** A lane of a source that did not answer. */
export function UnknownLane(props: {
  kind: LaneKind;
  reason: string;
  axis: number;
}) {
  const { kind, reason, axis } = props;
  return (
    <Box sx={{ mb: 0.75 }}>
      <LaneTitle title={KIND_WORDS[kind]} note={`unknown: ${reason}`} />
      <svg
        width={AXIS_LEFT + axis + AXIS_RIGHT}
        height={ROW}
        aria-hidden
        style={{ display: 'block', maxWidth: '100%' }}
      >
        <rect
          x={AXIS_LEFT}
          width={axis}
          height={ROW}
          fill={stateBackground('unknown')}
        />
      </svg>
    </Box>
  );
}

function LaneTitle(props: { title: string; note: string; heading?: Heading }) {
  const { title, note, heading = 'h4' } = props;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1, fontSize: 13 }}>
      <Typography
        component={heading}
        sx={{ fontSize: 13, fontWeight: 600, m: 0 }}
      >
        {title}
      </Typography>
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {note}
      </Box>
    </Box>
  );
}
