import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Slider from '@mui/material/Slider';
import { ComparedRun } from '@slipway/plugin-loadtest-common';
import { formatCountdown } from '@slipway/plugin-portal-react';
import { useEffect, useState } from 'react';
import { CompareQuery, lengthOf } from '../../lib/compareQuery';

/** Shortest window, seconds. */
const SHORTEST = 5;

const inWords = (seconds: number) => formatCountdown(seconds * 1000);

/**
 * One brush for each run: the two ends of the first one are the length of all
 * windows, the others are moved as a whole. By pointer or by keyboard.
 */
export function WindowControls(props: {
  query: CompareQuery;
  runs: readonly ComparedRun[];
  onChange: (query: CompareQuery) => void;
}) {
  const { query, runs, onChange } = props;
  const [draft, setDraft] = useState(query);
  useEffect(() => setDraft(query), [query]);
  const lengths = runs.map(lengthOf);
  const end = (draft.seconds ?? Infinity) + draft.from[0];
  const ends: [number, number] = [
    draft.from[0],
    Math.min(end, Math.max(lengths[0], SHORTEST)),
  ];
  const seconds = ends[1] - ends[0];
  const changed = query.seconds !== undefined || query.from.some(at => at > 0);

  const first = ([from, to]: number[]): CompareQuery => ({
    ...draft,
    from: [from, ...draft.from.slice(1)],
    seconds: Math.max(SHORTEST, to - from),
  });
  const other = (index: number, from: number): CompareQuery => ({
    ...draft,
    from: draft.from.map((old, one) => (one === index ? from : old)),
    seconds,
  });

  return (
    <Box sx={{ display: 'grid', gap: 1, mb: 2 }}>
      {runs.length > 1 && (
        <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
          The two ends of run 1 set the length of all windows. The windows of
          the other runs are moved as a whole.
        </Box>
      )}
      {runs.map(({ run }, index) => {
        const max = Math.max(1, Math.floor(lengths[index]));
        const from = draft.from[index];
        return (
          <Box
            key={run.id}
            sx={{
              display: 'grid',
              gap: { xs: 0, sm: 2 },
              gridTemplateColumns: { xs: '1fr', sm: '220px 1fr' },
              alignItems: 'center',
            }}
          >
            <Box sx={{ fontSize: 14, fontVariantNumeric: 'tabular-nums' }}>
              {`Run ${index + 1}: ${inWords(from)} to ${inWords(
                Math.min(from + seconds, Math.max(from, lengths[index])),
              )}`}
            </Box>
            <Box sx={{ px: 1.5 }}>
              {index === 0 ? (
                <Slider
                  size="small"
                  value={ends}
                  min={0}
                  max={max}
                  step={1}
                  getAriaLabel={end_ =>
                    end_ === 0
                      ? 'Start of the window of run 1'
                      : 'End of the window of run 1'
                  }
                  getAriaValueText={inWords}
                  onChange={(_, value) => setDraft(first([value].flat()))}
                  onChangeCommitted={(_, value) =>
                    onChange(first([value].flat()))
                  }
                />
              ) : (
                <Slider
                  size="small"
                  track={false}
                  value={from}
                  min={0}
                  max={max}
                  step={1}
                  aria-label={`Start of the window of run ${index + 1}`}
                  getAriaValueText={inWords}
                  onChange={(_, value) =>
                    setDraft(other(index, [value].flat()[0]))
                  }
                  onChangeCommitted={(_, value) =>
                    onChange(other(index, [value].flat()[0]))
                  }
                />
              )}
            </Box>
          </Box>
        );
      })}
      {changed && (
        <Box>
          <Button
            size="small"
            onClick={() =>
              onChange({ runs: query.runs, from: query.runs.map(() => 0) })
            }
          >
            Whole runs
          </Button>
        </Box>
      )}
    </Box>
  );
}
