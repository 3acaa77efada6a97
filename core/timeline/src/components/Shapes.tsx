import { useTheme } from '@mui/material/styles';
import {
  seriesColour,
  stateBackground,
  stateColour,
} from '@slipway/plugin-portal-react';
import {
  GroupShape,
  LanePicture,
  SpanShape,
  TimelineTone,
} from '@slipway/plugin-timeline-common';
import { memo } from 'react';
import { MARK_ROW, ROW } from './geometry';
import { weightWords } from './words';

/** px that a letter needs in a span. */
const TEXT_WIDTH = 7;

/** What spans that are drawn alike have in common. */
interface SpanStyle {
  band?: 'stable' | 'canary';
  tone: TimelineTone;
  dashed: boolean;
}

/** Elements of one style are one path: a lane of a thousand spans has a handful of elements. */
function byStyle<Shape, Style>(
  shapes: readonly Shape[],
  styleOf: (shape: Shape) => Style,
  pathOf: (shape: Shape) => string,
): Array<{ key: string; style: Style; path: string }> {
  const styles = new Map<string, { style: Style; parts: string[] }>();
  for (const shape of shapes) {
    const style = styleOf(shape);
    const key = JSON.stringify(style);
    const known = styles.get(key);
    if (known) known.parts.push(pathOf(shape));
    else styles.set(key, { style, parts: [pathOf(shape)] });
  }
  return [...styles].map(([key, { style, parts }]) => ({
    key,
    style,
    path: parts.join(''),
  }));
}

const spanStyle = ({ item }: SpanShape): SpanStyle => ({
  ...(item.band ? { band: item.band } : {}),
  tone: item.tone,
  dashed: item.endUnknown === true,
});

const spanPath = ({ x, width, row }: SpanShape) =>
  `M${x.toFixed(1)} ${row * ROW + 1}h${width.toFixed(1)}v${
    ROW - 3
  }h-${width.toFixed(1)}z`;

const radiusOf = ({ items }: GroupShape) => (items.length === 1 ? 5 : 7);

const markPath = (y: number) => (group: GroupShape) => {
  const r = radiusOf(group);
  return `M${group.x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${
    -2 * r
  } 0`;
};

/** The words in a span, as far as there is room; undefined where there is none. */
function wordsIn({ item, width }: SpanShape): string | undefined {
  const room = Math.floor((width - 8) / TEXT_WIDTH);
  if (room < 3) return undefined;
  const weights = weightWords(item);
  const text = weights ? `${item.title} (${weights})` : item.title;
  return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}

const countOf = ({ items }: GroupShape) =>
  items.length > 999 ? '1k+' : items.length;

/** The picture of a lane, without anything that moves with the pointer. */
export const Shapes = memo(
  (props: {
    picture: LanePicture;
    axis: number;
    height: number;
    unknownReason?: string;
  }) => {
    const { picture, axis, height, unknownReason } = props;
    const { spans, groups, rows, unknownUntil } = picture;
    const { palette } = useTheme();
    const markY = rows * ROW + MARK_ROW / 2;
    return (
      <>
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
        {byStyle(spans, spanStyle, spanPath).map(({ key, style, path }) => {
          const { band, tone, dashed } = style;
          const colour = band ? seriesColour(band) : stateColour(tone);
          return (
            <path
              key={key}
              d={path}
              fill={band ? colour : stateBackground(tone)}
              fillOpacity={band ? 0.16 : 1}
              stroke={colour}
              strokeDasharray={dashed ? '4 3' : undefined}
            />
          );
        })}
        {spans.map(span => {
          const words = wordsIn(span);
          return (
            words && (
              <text
                key={`${span.row} ${span.x}`}
                x={span.x + 4}
                y={(span.row + 1) * ROW - 7}
                fontSize={12}
                fill={palette.text.primary}
              >
                {words}
              </text>
            )
          );
        })}
        {byStyle(groups, ({ tone }) => tone, markPath(markY)).map(
          ({ key, style: tone, path }) => (
            <path
              key={key}
              d={path}
              fill={stateBackground(tone)}
              stroke={stateColour(tone)}
              strokeWidth={1.5}
            />
          ),
        )}
        {groups.map(
          group =>
            group.items.length > 1 && (
              <text
                key={group.x}
                x={group.x}
                y={markY + 3.5}
                textAnchor="middle"
                fontSize={group.items.length > 99 ? 7 : 9}
                fill={stateColour(group.tone)}
              >
                {countOf(group)}
              </text>
            ),
        )}
      </>
    );
  },
);
