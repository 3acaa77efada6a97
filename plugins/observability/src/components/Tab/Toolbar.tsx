import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import {
  Comparison,
  COMPARISONS,
  ObservedPlace,
  PRESETS,
  RangeChoice,
  readRange,
  writeRange,
} from '@slipway/plugin-observability-common';
import { placeKey } from '../../lib/places';

/** Which workload, over which time, compared with what. All of it stands in the address. */
export function Toolbar(props: {
  places: readonly ObservedPlace[];
  place: ObservedPlace;
  range: RangeChoice;
  comparison: Comparison;
  onPlace: (key: string) => void;
  onRange: (choice: RangeChoice) => void;
  onComparison: (comparison: Comparison) => void;
  onAgain: () => void;
}) {
  const { places, place, range, comparison } = props;
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1.5,
        mb: 2,
      }}
    >
      <TextField
        select
        size="small"
        label="Where"
        value={placeKey(place)}
        onChange={({ target }) => props.onPlace(target.value)}
        sx={{ minWidth: 200, maxWidth: '100%' }}
      >
        {places.map(one => (
          <MenuItem key={placeKey(one)} value={placeKey(one)}>
            {`${one.cluster}/${one.namespace}${
              one.workload === places[0].workload ? '' : `/${one.workload}`
            }`}
            {one.canary ? ' (canary)' : ''}
          </MenuItem>
        ))}
      </TextField>
      <ToggleButtonGroup
        exclusive
        size="small"
        aria-label="Range"
        value={writeRange(range)}
        onChange={(_, chosen) => chosen && props.onRange(readRange(chosen))}
        sx={{ flexWrap: 'wrap' }}
      >
        {PRESETS.map(({ id, label }) => (
          <ToggleButton key={id} value={id} sx={{ py: 0.5 }}>
            {label}
          </ToggleButton>
        ))}
        {place.releasedAt && (
          <ToggleButton value="release" sx={{ py: 0.5 }}>
            Since the release
          </ToggleButton>
        )}
        {range.kind === 'fixed' && (
          <ToggleButton value={writeRange(range)} sx={{ py: 0.5 }}>
            As linked
          </ToggleButton>
        )}
      </ToggleButtonGroup>
      <TextField
        select
        size="small"
        label="Compare with"
        value={comparison}
        onChange={({ target }) =>
          props.onComparison(
            COMPARISONS.find(({ id }) => id === target.value)?.id ?? 'off',
          )
        }
        sx={{ minWidth: 160 }}
      >
        {COMPARISONS.map(({ id, label }) => (
          <MenuItem key={id} value={id}>
            {label}
          </MenuItem>
        ))}
      </TextField>
      <Button size="small" color="inherit" onClick={props.onAgain}>
        Refresh
      </Button>
    </Box>
  );
}
