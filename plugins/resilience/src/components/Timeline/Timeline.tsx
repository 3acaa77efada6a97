import { stateBackground, stateColour } from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import { secondsInWords, Span } from '@slipway/plugin-resilience-common';
import { ReactNode } from 'react';
import { LaneBar, Lanes, onTimeline } from '../../lib/lanes';
import { clockText, PHASE_WORDS } from '../../lib/words';
import { PartHandle } from './PartHandle';

/** Room of the value axis of the charts below, px: both have the same time axis. */
const LEFT = 76;
const RIGHT = 16;
const LANE_HEIGHT = 34;

const PHASE_STATES = {
  baseline: 'unknown',
  inject: 'degraded',
  recover: 'healthy',
} as const;

const percent = (part: number) => `${part * 100}%`;

/** Place and width of a stretch. */
const placeOf = (from: number, to: number, end: number) => ({
  left: percent(onTimeline(from, end)),
  width: percent(onTimeline(to, end) - onTimeline(from, end)),
});

/**
 * The one timeline of a joint run, as a design and while it runs: phases on
 * top, one lane for parts that do not overlap, and while it runs a mark at now.
 * The same as words for a screen reader.
 */
export function Timeline(props: {
  lanes: Lanes;
  /** Lets parts be moved; absent: nothing can be moved. */
  onMove?: (partId: string, startSeconds: number) => void;
}) {
  const { lanes, onMove } = props;
  const end = lanes.endSeconds;
  return (
    <Box
      component="section"
      aria-label="Timeline"
      sx={{
        position: 'relative',
        minWidth: 0,
        pl: `${LEFT}px`,
        pr: `${RIGHT}px`,
      }}
    >
      <Row label="Phases">
        {lanes.spans.map(span => (
          <Phase key={span.phase} span={span} end={end} />
        ))}
      </Row>
      {Array.from({ length: lanes.lanes }, (_, lane) => {
        const bars = lanes.bars.filter(bar => bar.lane === lane);
        return (
          <Row key={lane} label={bars[0]?.kind === 'load' ? 'Load' : 'Fault'}>
            {bars.map(bar => (
              <Bar key={bar.partId} bar={bar} end={end} onMove={onMove} />
            ))}
          </Row>
        );
      })}
      <Axis end={end} />
      {lanes.now !== undefined && (
        <Box
          sx={{
            position: 'absolute',
            left: `${LEFT}px`,
            right: `${RIGHT}px`,
            top: 0,
            bottom: 0,
            pointerEvents: 'none',
          }}
        >
          <Box
            data-testid="now-marker"
            role="img"
            aria-label={`Now: ${clockText(lanes.now)} after the start`}
            sx={{
              position: 'absolute',
              left: percent(onTimeline(lanes.now, end)),
              top: 0,
              bottom: 18,
              borderLeft: 2,
              borderColor: 'text.primary',
            }}
          />
        </Box>
      )}
    </Box>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Box sx={{ position: 'relative', height: LANE_HEIGHT, mb: 0.5 }}>
      <Box
        sx={{
          position: 'absolute',
          left: -LEFT,
          width: LEFT - 8,
          lineHeight: `${LANE_HEIGHT}px`,
          fontSize: 13,
          color: 'text.secondary',
        }}
      >
        {label}
      </Box>
      <Box
        component="ul"
        sx={{
          position: 'absolute',
          inset: 0,
          listStyle: 'none',
          m: 0,
          p: 0,
          bgcolor: 'action.hover',
          borderRadius: 1,
        }}
      >
        {children}
      </Box>
    </Box>
  );
}

function Phase({ span, end }: { span: Span; end: number }) {
  const { phase, from, to } = span;
  const words = `${PHASE_WORDS[phase]} ${secondsInWords(to - from)}`;
  return (
    <Box
      component="li"
      title={words}
      sx={{
        position: 'absolute',
        ...placeOf(from, to, end),
        top: 0,
        bottom: 0,
        px: 0.75,
        overflow: 'hidden',
        whiteSpace: 'nowrap',
        textOverflow: 'ellipsis',
        fontSize: 13,
        lineHeight: `${LANE_HEIGHT}px`,
        boxSizing: 'border-box',
        borderRight: 1,
        borderColor: 'divider',
        color: stateColour(PHASE_STATES[phase]),
        background: stateBackground(PHASE_STATES[phase]),
      }}
    >
      {words}
    </Box>
  );
}

/** `planned 1:00 to 1:30, in effect 1:02 to 1:33` */
export function barWords({ title, planned, actual }: LaneBar): string {
  const plan = `${title}: planned ${clockText(planned.from)} to ${clockText(
    planned.to,
  )}`;
  if (!actual) return plan;
  return `${plan}, in effect ${
    actual.open
      ? `since ${clockText(actual.from)}`
      : `${clockText(actual.from)} to ${clockText(actual.to)}`
  }`;
}

function Bar(props: {
  bar: LaneBar;
  end: number;
  onMove?: (partId: string, startSeconds: number) => void;
}) {
  const { bar, end, onMove } = props;
  const { planned, actual, kind, title } = bar;
  const state = kind === 'load' ? 'progressing' : 'degraded';
  const place = (from: number, to: number) => ({
    position: 'absolute',
    ...placeOf(from, to, end),
    minWidth: 6,
    boxSizing: 'border-box',
    borderRadius: 1,
  });
  return (
    <Box component="li" title={barWords(bar)} aria-label={barWords(bar)}>
      {actual && (
        <Box
          data-testid={`actual-${bar.partId}`}
          sx={{
            ...place(actual.from, actual.to),
            top: 3,
            bottom: 3,
            background: stateBackground(state),
            borderLeft: `3px solid ${stateColour(state)}`,
          }}
        />
      )}
      <PartHandle
        words={barWords(bar)}
        start={planned.from}
        end={end}
        onMove={onMove && (start => onMove(bar.partId, start))}
        sx={{
          ...place(planned.from, planned.to),
          top: 3,
          bottom: 3,
          border: `1.5px ${actual ? 'dashed' : 'solid'} ${stateColour(state)}`,
          color: stateColour(state),
          background: actual ? 'none' : stateBackground(state),
        }}
      >
        {title}
      </PartHandle>
    </Box>
  );
}

function Axis({ end }: { end: number }) {
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  return (
    <Box
      aria-hidden
      sx={{
        display: 'flex',
        justifyContent: 'space-between',
        height: 18,
        fontSize: 12,
        color: 'text.secondary',
        fontVariantNumeric: 'tabular-nums',
      }}
    >
      {ticks.map(tick => (
        <span key={tick}>{clockText(tick * end)}</span>
      ))}
    </Box>
  );
}
