import Checkbox from '@mui/material/Checkbox';
import FormControl from '@mui/material/FormControl';
import InputLabel from '@mui/material/InputLabel';
import ListItemText from '@mui/material/ListItemText';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import { useId } from 'react';
import { FilterOption } from '@slipway/plugin-live-common';

/** Choose some of a few values; what is chosen and no longer there stays choosable. */
export function MultiSelect<T extends string>(props: {
  label: string;
  options: ReadonlyArray<FilterOption<T>>;
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
}) {
  const { label, options, chosen, onChange } = props;
  const id = useId();
  const gone = chosen
    .filter(value => !options.some(option => option.value === value))
    .map(value => ({ value, label: value, count: 0 }));
  const all: Array<FilterOption<T>> = [...options, ...gone];
  const labelOf = (value: T) =>
    all.find(option => option.value === value)?.label ?? value;
  return (
    <FormControl
      size="small"
      sx={{
        flex: { xs: '1 1 40%', sm: 'none' },
        minWidth: 64 + label.length * 9,
      }}
    >
      <InputLabel id={id}>{label}</InputLabel>
      <Select<T[]>
        multiple
        labelId={id}
        label={label}
        value={[...chosen]}
        onChange={event => {
          const value = event.target.value;
          if (typeof value !== 'string') onChange(value);
        }}
        renderValue={values => values.map(labelOf).join(', ')}
        MenuProps={{ PaperProps: { sx: { maxHeight: 380 } } }}
        sx={{ maxWidth: { sm: 220 } }}
      >
        {all.map(option => (
          <MenuItem key={option.value} value={option.value} dense>
            <Checkbox
              size="small"
              checked={chosen.includes(option.value)}
              tabIndex={-1}
            />
            <ListItemText primary={`${option.label} (${option.count})`} />
          </MenuItem>
        ))}
      </Select>
    </FormControl>
  );
}
