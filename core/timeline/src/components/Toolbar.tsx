import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ButtonGroup from '@mui/material/ButtonGroup';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import {
  LANE_KINDS,
  LaneKind,
  moved,
  RangeChoice,
  TIMELINE_PRESETS,
  TimelineAnswer,
  TimelineView,
  TimeRange,
  zoomed,
} from '@slipway/plugin-timeline-common';
import { memo } from 'react';
import { KIND_WORDS } from './words';

/** Range, zoom and which lanes are shown. All of it stands in the address. */
export const Toolbar = memo(
  (props: {
    answer: TimelineAnswer;
    choice: RangeChoice;
    hidden: readonly LaneKind[];
    range: TimeRange;
    change: (change: Partial<TimelineView>) => void;
    reload: () => void;
  }) => {
    const { answer, choice, hidden, range, change, reload } = props;
    const there = new Set<LaneKind>([
      ...answer.lanes.map(({ kind }) => kind),
      ...answer.missing.flatMap(({ kinds }) => kinds),
    ]);
    const kinds = LANE_KINDS.filter(kind => there.has(kind));
    const shown = kinds.filter(kind => !hidden.includes(kind));
    return (
      <Box
        sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mb: 1, mt: 1 }}
        role="group"
        aria-label="What is shown"
      >
        <ToggleButtonGroup
          exclusive
          size="small"
          aria-label="Range"
          value={typeof choice === 'string' ? choice : 'fixed'}
          onChange={(_, chosen) =>
            chosen && chosen !== 'fixed' && change({ range: chosen })
          }
          sx={{ flexWrap: 'wrap' }}
        >
          {TIMELINE_PRESETS.map(({ id, label }) => (
            <ToggleButton key={id} value={id} sx={{ py: 0.5 }}>
              {label}
            </ToggleButton>
          ))}
          {typeof choice !== 'string' && (
            <ToggleButton value="fixed" sx={{ py: 0.5 }}>
              Chosen time
            </ToggleButton>
          )}
        </ToggleButtonGroup>
        <ButtonGroup size="small" color="inherit" aria-label="Move and zoom">
          <Button onClick={() => change({ range: moved(range, -0.5) })}>
            Earlier
          </Button>
          <Button onClick={() => change({ range: zoomed(range, 0.5) })}>
            Zoom in
          </Button>
          <Button onClick={() => change({ range: zoomed(range, 2) })}>
            Zoom out
          </Button>
          <Button onClick={() => change({ range: moved(range, 0.5) })}>
            Later
          </Button>
        </ButtonGroup>
        <ToggleButtonGroup
          size="small"
          aria-label="Lanes"
          value={shown}
          onChange={(_, chosen: LaneKind[]) =>
            change({
              hidden: LANE_KINDS.filter(kind =>
                there.has(kind)
                  ? !chosen.includes(kind)
                  : hidden.includes(kind),
              ),
            })
          }
          sx={{ flexWrap: 'wrap' }}
        >
          {kinds.map(kind => (
            <ToggleButton key={kind} value={kind} sx={{ py: 0.5 }}>
              {KIND_WORDS[kind]}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <Button size="small" color="inherit" onClick={reload}>
          Refresh
        </Button>
      </Box>
    );
  },
);
