import { useTheme } from '@mui/material/styles';
import {
  seriesColour,
  stateBackground,
  stateColour,
} from '@slipway/plugin-portal-react';
import {
  endOf,
  focusId,
  GroupShape,
  LanePicture,
  SpanShape,
  startOf,
  TimelineItem,
  TimelineRow,
  TimelineView,
  TimeRange,
  zoomed,
} from '@slipway/plugin-timeline-common';
import { useMemo } from 'react';
import { AXIS_LEFT, AXIS_RIGHT, MARK_ROW, ROW } from './geometry';
import { KIND_WORDS, weightWords, whenWords } from './words';

const EMPTY_HEIGHT = 12;
/** px that a letter needs in a span. */
const TEXT_WIDTH = 7;

/** What all strips of a page have. */
export interface StripAxis {
  range: TimeRange;
  /** ms since the epoch: the end of what lasts. */
  now: number;
  /** Length of the axis, px. */
  axis: number;
  focus: string | undefined;
  onFocus: (focus: string) => void;
  onRange: (range: TimelineView['range']) => void;
}

interface StripProps extends StripAxis {
  rows: readonly TimelineRow[];
  /** How they are drawn. */
  picture: LanePicture;
  /** Why nothing is known at its start. */
  unknownReason?: string;
  /** Whether what is drawn is of several kinds, so that each says its own. */
  mixed?: boolean;
  testId: string;
}

/** Items on the time axis. The picture is for the eye and the mouse; the table below has the same for everybody. */
export function Strip(props: StripProps) {
  const { rows: drawn, picture, unknownReason, axis, testId } = props;
  const lanes = useMemo(
    () => new Map(drawn.map(({ item, lane }) => [item, lane])),
    [drawn],
  );
  const { palette } = useTheme();
  const { spans, groups, rows, unknownUntil } = picture;
  const height =
    rows * ROW + (groups.length > 0 ? MARK_ROW : 0) || EMPTY_HEIGHT;
  const rowOf = (item: TimelineItem): TimelineRow[] => {
    const lane = lanes.get(item);
    return lane ? [{ lane, item }] : [];
  };
  return (
    <svg
      width={AXIS_LEFT + axis + AXIS_RIGHT}
      height={height}
      aria-hidden
      style={{ display: 'block', maxWidth: '100%' }}
      data-testid={testId}
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
            <title>{unknownReason ?? 'Not known'}</title>
          </rect>
        )}
        {spans.flatMap(shape =>
          rowOf(shape.item).map(row => (
            <SpanView
              key={focusId(row.lane, row.item)}
              shape={shape}
              row={row}
              {...props}
            />
          )),
        )}
        {groups.map(shape => (
          <GroupView
            key={shape.x}
            shape={shape}
            of={shape.items.flatMap(rowOf)}
            y={rows * ROW + MARK_ROW / 2}
            {...props}
          />
        ))}
      </g>
    </svg>
  );
}

const titleOf = ({ lane, item }: TimelineRow, mixed: boolean | undefined) =>
  mixed ? `${KIND_WORDS[lane.kind]}: ${item.title}` : item.title;

function SpanView(props: StripProps & { shape: SpanShape; row: TimelineRow }) {
  const { shape, row, mixed, now, focus, onFocus } = props;
  const { palette } = useTheme();
  const { item, x, width } = shape;
  const id = focusId(row.lane, item);
  const colour = item.band ? seriesColour(item.band) : stateColour(item.tone);
  const weights = weightWords(item);
  const text = weights ? `${item.title} (${weights})` : item.title;
  const room = Math.floor((width - 8) / TEXT_WIDTH);
  return (
    <g
      transform={`translate(${x} ${shape.row * ROW})`}
      onClick={() => onFocus(id)}
      style={{ cursor: 'pointer' }}
    >
      <title>{`${titleOf(row, mixed)}${
        weights ? ` (${weights})` : ''
      }\n${whenWords(item, now)}`}</title>
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

function GroupView(
  props: StripProps & { shape: GroupShape; of: TimelineRow[]; y: number },
) {
  const { shape, of, y, mixed, now, range, focus, onFocus, onRange } = props;
  const { tone, x } = shape;
  const [first] = of;
  const last = of[of.length - 1];
  const ids = of.map(({ lane, item }) => focusId(lane, item));
  const open = () => {
    if (of.length === 1) {
      onFocus(ids[0]);
    } else {
      const from = startOf(first.item);
      const to = Math.max(from, endOf(last.item, now));
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
        {of.length === 1
          ? `${titleOf(first, mixed)}\n${whenWords(first.item, now)}`
          : `${of.length} marks from ${whenWords(first.item, now)}`}
      </title>
      <circle
        r={of.length === 1 ? 5 : 7}
        fill={stateBackground(tone)}
        stroke={stateColour(tone)}
        strokeWidth={focus !== undefined && ids.includes(focus) ? 3 : 1.5}
      />
      {of.length > 1 && (
        <text
          textAnchor="middle"
          y={3.5}
          fontSize={of.length > 99 ? 7 : 9}
          fill={stateColour(tone)}
        >
          {of.length > 999 ? '1k+' : of.length}
        </text>
      )}
    </g>
  );
}
