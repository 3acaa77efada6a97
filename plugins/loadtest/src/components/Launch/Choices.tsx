import Box from '@mui/material/Box';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import { ReactNode, useId } from 'react';

/** One of the things that can be chosen. */
export interface Choice {
  value: string;
  label: ReactNode;
  /** One sentence under it. */
  detail?: ReactNode;
}

/** A choice of one, each with a sentence of its own. */
export function Choices(props: {
  label: string;
  value: string | undefined;
  choices: readonly Choice[];
  onChange: (value: string) => void;
}) {
  const { label, value, choices, onChange } = props;
  const id = useId();
  return (
    <FormControl sx={{ minWidth: 0 }}>
      <FormLabel id={id}>{label}</FormLabel>
      <RadioGroup
        aria-labelledby={id}
        value={value ?? ''}
        onChange={(_event, chosen) => onChange(chosen)}
        sx={{ gap: 1, mt: 0.5 }}
      >
        {choices.map(one => (
          <FormControlLabel
            key={one.value}
            value={one.value}
            control={<Radio sx={{ py: 0 }} />}
            sx={{ alignItems: 'flex-start', mr: 0 }}
            label={
              <>
                <Box component="span" sx={{ fontWeight: 600 }}>
                  {one.label}
                </Box>
                {one.detail && (
                  <Box
                    component="span"
                    sx={{
                      display: 'block',
                      fontSize: 13,
                      color: 'text.secondary',
                      overflowWrap: 'anywhere',
                    }}
                  >
                    {one.detail}
                  </Box>
                )}
              </>
            }
          />
        ))}
      </RadioGroup>
    </FormControl>
  );
}
