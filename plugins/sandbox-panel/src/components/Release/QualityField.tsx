import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import { ActionFields } from '@slipway/plugin-portal-react';
import {
  RELEASE_QUALITIES,
  ServiceTypes,
} from '@slipway/plugin-sandbox-panel-common';
import { useId } from 'react';
import { outlookWords, QUALITY_LABELS, QUALITY_WORDS } from '../../lib/words';

/** Which release to start, and what each will do. */
export const QualityField: ActionFields<ServiceTypes> = props => {
  const { subject, draft, onChange } = props;
  const { outlooks } = subject;
  const labelId = useId();
  return (
    <Box>
      <FormLabel id={labelId}>Which release</FormLabel>
      <RadioGroup
        aria-labelledby={labelId}
        value={draft.quality}
        onChange={(_event, value) => {
          const quality = RELEASE_QUALITIES.find(one => one === value);
          if (quality) onChange({ quality });
        }}
        sx={{ gap: 1, mt: 0.5 }}
      >
        {RELEASE_QUALITIES.map(one => (
          <FormControlLabel
            key={one}
            value={one}
            control={<Radio sx={{ py: 0 }} />}
            sx={{ alignItems: 'flex-start', mr: 0 }}
            label={
              <>
                <Box component="span" sx={{ fontWeight: 600 }}>
                  {QUALITY_LABELS[one]}
                </Box>
                <Box
                  component="span"
                  sx={{
                    display: 'block',
                    fontSize: 13,
                    color: 'text.secondary',
                  }}
                >
                  {QUALITY_WORDS[one]} {outlooks && outlookWords(outlooks[one])}
                </Box>
              </>
            }
          />
        ))}
      </RadioGroup>
    </Box>
  );
};
