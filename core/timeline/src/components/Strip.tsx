import {
  endOf,
  focusId,
  GroupShape,
  LanePicture,
  shapeAt,
  SpanShape,
  startOf,
  TimelineItem,
  TimelineRow,
  TimelineView,
  TimeRange,
  zoomed,
} from '@slipway/plugin-timeline-common';
import { MouseEvent, useMemo, useState } from 'react';
import { AXIS_LEFT, AXIS_RIGHT, MARK_ROW, ROW } from './geometry';
import { Shapes } from './Shapes';
import { KIND_WORDS, weightWords, whenWords } from './words';

const EMPTY_HEIGHT = 12;

/** What all strips of a page have. */
export interface StripAxis {
  range: TimeRange;
  /** ms since the epoch: the end of what lasts. */
  now: number;
  /** Length of the axis, px. */
  axis: number;
  /** What is looked at. */
  focused: TimelineItem | undefined;
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

/**
 * Items on the time axis. The picture is for the eye and the mouse; the table
 * below has the same for everybody. However many items there are, it has few
 * elements: what is under the pointer is worked out.
 */
export function Strip(props: StripProps) {
  const { rows, picture, unknownReason, axis, testId, focused } = props;
  const [hovered, setHovered] = useState<SpanShape | GroupShape>();
  const lanes = useMemo(
    () => new Map(rows.map(row => [row.item, row])),
    [rows],
  );
  const rowsOf = (items: readonly TimelineItem[]) =>
    items.flatMap(item => lanes.get(item) ?? []);
  const { spans, groups } = picture;
  const spansHeight = picture.rows * ROW;
  const height =
    spansHeight + (groups.length > 0 ? MARK_ROW : 0) || EMPTY_HEIGHT;
  const chosen =
    focused &&
    [...spans, ...groups].find(shape =>
      shape.shape === 'span'
        ? shape.item === focused
        : shape.items.includes(focused),
    );
  const under = (event: MouseEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const y = event.clientY - box.top;
    return shapeAt(picture, {
      x: event.clientX - box.left - AXIS_LEFT,
      row: y < spansHeight ? Math.floor(y / ROW) : 'marks',
    });
  };
  const frameOf = (shape: SpanShape | GroupShape) =>
    shape.shape === 'span'
      ? { x: shape.x, y: shape.row * ROW, width: shape.width, height: ROW }
      : { x: shape.x - 8, y: spansHeight + 1, width: 16, height: 16 };
  return (
    <svg
      width={AXIS_LEFT + axis + AXIS_RIGHT}
      height={height}
      aria-hidden
      style={{ display: 'block', maxWidth: '100%' }}
      data-testid={testId}
      onMouseMove={event => setHovered(under(event))}
      onMouseLeave={() => setHovered(undefined)}
      onClick={event => {
        const shape = under(event);
        if (shape) open(shape, rowsOf, props);
      }}
    >
      <g transform={`translate(${AXIS_LEFT} 0)`}>
        <Shapes
          picture={picture}
          axis={axis}
          height={height}
          unknownReason={unknownReason}
        />
        {chosen && (
          <rect
            {...frameOf(chosen)}
            rx={3}
            fill="none"
            stroke="currentColor"
            strokeWidth={2}
          />
        )}
        {hovered && (
          <rect
            key={`${hovered.x} ${hovered.shape}`}
            {...frameOf(hovered)}
            fill="transparent"
            style={{ cursor: 'pointer' }}
          >
            <title>{wordsOf(hovered, rowsOf, props)}</title>
          </rect>
        )}
      </g>
    </svg>
  );
}

type RowsOf = (items: readonly TimelineItem[]) => TimelineRow[];

/** What the pointer says of a shape. */
function wordsOf(
  shape: SpanShape | GroupShape,
  rowsOf: RowsOf,
  { mixed, now }: StripProps,
): string {
  const [first, ...others] = rowsOf(
    shape.shape === 'span' ? [shape.item] : shape.items,
  );
  if (!first) return '';
  const when = whenWords(first.item, now);
  if (others.length > 0) return `${others.length + 1} marks from ${when}`;
  const { lane, item } = first;
  const weights = weightWords(item);
  return [
    mixed ? `${KIND_WORDS[lane.kind]}: ` : '',
    item.title,
    weights ? ` (${weights})` : '',
    `\n${when}`,
  ].join('');
}

/** Looks at an item, or goes nearer to several. */
function open(
  shape: SpanShape | GroupShape,
  rowsOf: RowsOf,
  { range, now, onFocus, onRange }: StripProps,
): void {
  const rows = rowsOf(shape.shape === 'span' ? [shape.item] : shape.items);
  const [first] = rows;
  if (!first) return;
  if (rows.length === 1) {
    onFocus(focusId(first.lane, first.item));
    return;
  }
  const from = startOf(first.item);
  const to = Math.max(from, endOf(rows[rows.length - 1].item, now));
  const near = { from: from - (to - from) / 2, to: to + (to - from) / 2 };
  // Several at one time: nearer by steps.
  onRange(to - from > 1000 ? zoomed(near, 1) : zoomed(range, 0.25, from));
}
