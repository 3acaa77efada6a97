import Box from '@mui/material/Box';
import { StateChip } from '@slipway/plugin-portal-react';
import { Severity } from '@slipway/plugin-security-common';
import { occurring, SEVERITY_STATE, severityWord } from '../lib/words';

/** A severity as icon, word and colour, with how many there are. */
export function SeverityChip(props: { severity: Severity; count?: number }) {
  const { severity, count } = props;
  const word = severityWord(severity);
  return (
    <StateChip
      state={SEVERITY_STATE[severity]}
      label={count === undefined ? word : `${count} ${word.toLowerCase()}`}
    />
  );
}

/** How many findings of each severity there are. */
export function SeverityCounts({
  counts,
}: {
  counts: Record<Severity, number>;
}) {
  const found = occurring(counts);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.75 }}>
      {found.length === 0 && <StateChip state="healthy" label="No findings" />}
      {found.map(severity => (
        <SeverityChip
          key={severity}
          severity={severity}
          count={counts[severity]}
        />
      ))}
    </Box>
  );
}
