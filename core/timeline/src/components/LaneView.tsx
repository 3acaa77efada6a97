import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTheme } from '@mui/material/styles';
import {
  seriesColour,
  stateBackground,
  stateColour,
} from '@slipway/plugin-portal-react';
import {
  drawLane,
  endOf,
  focusId,
  GroupShape,
  LaneKind,
  ShownLane,
  SpanShape,
  startOf,
  TimelineView,
  TimeRange,
  zoomed,
} from '@slipway/plugin-timeline-common';
import { memo, useMemo } from 'react';
import { AXIS_LEFT, AXIS_RIGHT, MARK_ROW, ROW } from './geometry';
import { KIND_WORDS, weightWords, whenWords } from './words';

const EMPTY_HEIGHT = 16;
/** px of text that fit into a px of a span. */
const TEXT_WIDTH = 7;

interface LaneProps {
  lane: ShownLane;
  range: TimeRange;
  /** ms since the epoch: the end of what lasts. */
  now: number;
  /** Length of the axis, px. */
  axis: number;
  /** Whether the name of the service is shown: on a system. */
  withEntity: boolean;
  focus: string | undefined;
  onFocus: (focus: string) => void;
  onRange: (range: TimelineView['range']) => void;
}

/** One lane. The picture is for the eye and the mouse; the table below has the same for everybody. */
export const LaneView = memo((props: LaneProps) => {
  const { lane, range, now, axis, withEntity } = props;
  const picture = useMemo(
    () => drawLane(lane, range, now, axis),
    [lane, range, now, axis],
  );
  const { palette } = useTheme();
  const { spans, groups, rows, unknownUntil } = picture;
  const empty = spans.length === 0 && groups.length === 0;
  const height =
    rows * ROW + (groups.length > 0 ? MARK_ROW : 0) || EMPTY_HEIGHT;
  return (
    <Box sx={{ mb: 0.75 }}>
      <LaneTitle
        title={KIND_WORDS[lane.kind]}
        note={[
          withEntity ? lane.entityRef?.split('/')[1] : undefined,
          lane.place,
          lane.leftOut ? `${lane.leftOut} older ones are left out` : undefined,
          empty && unknownUntil < axis ? 'nothing in this range' : undefined,
          unknownUntil > 0 ? lane.knownFromReason : undefined,
        ]
          .filter(Boolean)
          .join(' · ')}
      />
      <svg
        width={AXIS_LEFT + axis + AXIS_RIGHT}
        height={height}
        aria-hidden
        style={{ display: 'block', maxWidth: '100%' }}
        data-testid={`lane ${lane.id}`}
      >
        <g transform={`translate(${AXIS_LEFT} 0)`}>
          <line
            x2={axis}
            y1={height - 0.5}
            y2={height - 0.5}
            stroke={palette.divider}
          />
          {unknownUntil > 0 && (
            <rect
              width={unknownUntil}
              height={height}
              fill={stateBackground('unknown')}
            >
              <title>{lane.knownFromReason ?? 'Not known'}</title>
            </rect>
          )}
          {spans.map(shape => (
            <SpanView key={shape.item.id} shape={shape} {...props} />
          ))}
          {groups.map(shape => (
            <GroupView
              key={shape.x}
              shape={shape}
              y={rows * ROW + MARK_ROW / 2}
              {...props}
            />
          ))}
        </g>
      </svg>
    </Box>
  );
});

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

function LaneTitle({ title, note }: { title: string; note: string }) {
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1, fontSize: 13 }}>
      <Typography component="h4" sx={{ fontSize: 13, fontWeight: 600, m: 0 }}>
        {title}
      </Typography>
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {note}
      </Box>
    </Box>
  );
}

function SpanView({
  shape,
  lane,
  now,
  focus,
  onFocus,
}: LaneProps & { shape: SpanShape }) {
  const { palette } = useTheme();
  const { item, x, width, row } = shape;
  const id = focusId(lane, item);
  const colour = item.band ? seriesColour(item.band) : stateColour(item.tone);
  const weights = weightWords(item);
  const text = weights ? `${item.title} (${weights})` : item.title;
  const room = Math.floor((width - 8) / TEXT_WIDTH);
  return (
    <g
      transform={`translate(${x} ${row * ROW})`}
      onClick={() => onFocus(id)}
      style={{ cursor: 'pointer' }}
    >
      <title>{`${text}\n${whenWords(item, now)}`}</title>
      <rect
        y={1}
        width={width}
        height={ROW - 3}
        rx={3}
        fill={item.band ? colour : stateBackground(item.tone)}
        fillOpacity={item.band ? 0.16 : 1}
        stroke={colour}
        strokeWidth={focus === id ? 2.5 : 1}
        strokeDasharray={item.endUnknown ? '4 3' : undefined}
      />
      {room >= 3 && (
        <text x={4} y={ROW - 7} fontSize={12} fill={palette.text.primary}>
          {text.length > room ? `${text.slice(0, room - 1)}…` : text}
        </text>
      )}
    </g>
  );
}

function GroupView({
  shape,
  y,
  lane,
  now,
  range,
  focus,
  onFocus,
  onRange,
}: LaneProps & { shape: GroupShape; y: number }) {
  const { items, tone, x } = shape;
  const [first] = items;
  const ids = items.map(item => focusId(lane, item));
  const last = items[items.length - 1];
  const open = () => {
    if (items.length === 1) {
      onFocus(ids[0]);
    } else {
      const from = startOf(first);
      const to = Math.max(from, endOf(last, now));
      const near = { from: from - (to - from) / 2, to: to + (to - from) / 2 };
      // Several at one time: nearer by steps.
      onRange(to - from > 1000 ? zoomed(near, 1) : zoomed(range, 0.25, from));
    }
  };
  return (
    <g
      transform={`translate(${x} ${y})`}
      onClick={open}
      style={{ cursor: 'pointer' }}
    >
      <title>
        {items.length === 1
          ? `${first.title}\n${whenWords(first, now)}`
          : `${items.length} marks from ${whenWords(first, now)}`}
      </title>
      <circle
        r={items.length === 1 ? 5 : 7}
        fill={stateBackground(tone)}
        stroke={stateColour(tone)}
        strokeWidth={focus !== undefined && ids.includes(focus) ? 3 : 1.5}
      />
      {items.length > 1 && (
        <text
          textAnchor="middle"
          y={3.5}
          fontSize={items.length > 99 ? 7 : 9}
          fill={stateColour(tone)}
        >
          {items.length > 999 ? '1k+' : items.length}
        </text>
      )}
    </g>
  );
}
