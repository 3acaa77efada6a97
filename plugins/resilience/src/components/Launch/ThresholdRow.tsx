import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { GOLDEN_METRICS, GOLDEN_QUERIES } from '@slipway/plugin-metrics-common';
import { Threshold, thresholdInWords } from '@slipway/plugin-resilience-common';
import {
  limitFromField,
  limitInField,
  limitUnit,
  thresholdOf,
} from '../../lib/draft';
import { NumberField } from '../NumberField';

/** One rule of the steady state as fields. */
export function ThresholdRow(props: {
  threshold: Threshold;
  problem?: string;
  onChange: (threshold: Threshold) => void;
  onRemove: () => void;
}) {
  const { threshold, problem, onChange, onRemove } = props;
  const { id, metric, direction, limit, expect } = threshold;
  return (
    <Box
      component="section"
      aria-label={`Threshold: ${thresholdInWords(threshold)}`}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}
    >
      <Choice
        label="Metric"
        value={metric}
        options={GOLDEN_METRICS.map(
          one => [one, GOLDEN_QUERIES[one].title] as const,
        )}
        onChange={next => onChange(thresholdOf(next, id))}
      />
      <Choice
        label="Must be"
        value={direction}
        options={
          [
            ['atLeast', 'at least'],
            ['atMost', 'at most'],
          ] as const
        }
        onChange={next => onChange({ ...threshold, direction: next })}
      />
      <NumberField
        label="Limit"
        unit={limitUnit(metric, limit.kind)}
        value={limitInField(metric, limit)}
        problem={problem}
        step={0.1}
        onChange={shown =>
          onChange({
            ...threshold,
            limit: limitFromField(metric, limit.kind, shown),
          })
        }
      />
      <Choice
        label="Compared with"
        value={limit.kind}
        options={
          [
            ['absolute', 'a figure'],
            ['baseline', 'the baseline'],
          ] as const
        }
        onChange={kind =>
          onChange({
            ...threshold,
            limit: limitFromField(metric, kind, kind === 'baseline' ? 150 : 99),
          })
        }
      />
      <Choice
        label="Holds"
        value={expect}
        options={
          [
            ['always', 'all the time'],
            ['recovers', 'again within the recovery'],
          ] as const
        }
        onChange={next => onChange({ ...threshold, expect: next })}
      />
      <Button color="inherit" onClick={onRemove}>
        Remove
      </Button>
    </Box>
  );
}

function Choice<T extends string>(props: {
  label: string;
  value: T;
  options: ReadonlyArray<readonly [T, string]>;
  onChange: (value: T) => void;
}) {
  const { label, value, options, onChange } = props;
  return (
    <TextField
      select
      size="small"
      label={label}
      value={value}
      onChange={event => {
        const chosen = options.find(([one]) => one === event.target.value);
        if (chosen) onChange(chosen[0]);
      }}
      sx={{ minWidth: 140 }}
    >
      {options.map(([one, words]) => (
        <MenuItem key={one} value={one}>
          {words}
        </MenuItem>
      ))}
    </TextField>
  );
}
