import TextField from '@mui/material/TextField';
import { useState } from 'react';

/** A number that is typed; what is no number is not taken over, and said. */
export function NumberField(props: {
  label: string;
  unit: string;
  value: number;
  onChange: (value: number) => void;
  /** What is wrong with the number. */
  problem?: string;
  step?: number;
}) {
  const { label, unit, value, onChange, problem, step = 1 } = props;
  const [typed, setTyped] = useState<string>();
  const text = typed ?? String(value);
  const wrong = text.trim() === '' || !Number.isFinite(Number(text));
  return (
    <TextField
      size="small"
      type="number"
      label={`${label} (${unit})`}
      value={text}
      inputProps={{ min: 0, step }}
      error={wrong || problem !== undefined}
      helperText={wrong ? 'Type a number.' : problem}
      onChange={event => {
        setTyped(event.target.value);
        const next = Number(event.target.value);
        if (event.target.value.trim() !== '' && Number.isFinite(next)) {
          onChange(next);
        }
      }}
      onBlur={() => setTyped(undefined)}
      sx={{ minWidth: 150 }}
    />
  );
}
