import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { WorkloadRegistration } from '@slipway/plugin-observability-common';
import { placeKey } from '../../lib/places';
import { verdictWords } from '../../lib/registrations';
import { useTabQuery } from '../Tab/useTabQuery';

/** Other places of the entity where registrations have drifted or are not known. */
export function Elsewhere(props: { others: readonly WorkloadRegistration[] }) {
  const { setPlace } = useTabQuery();
  const bad = props.others.flatMap(other => {
    const words = wordsOf(other);
    return words ? [{ key: placeKey(other), words }] : [];
  });
  if (bad.length === 0) return null;
  return (
    <Box>
      <Typography component="h4" variant="subtitle2">
        Elsewhere
      </Typography>
      <Box component="ul" aria-label="Elsewhere" sx={{ m: 0, pl: 2.5 }}>
        {bad.map(({ key, words }) => (
          <li key={key}>
            <Link component="button" onClick={() => setPlace(key)}>
              {key}
            </Link>
            {`: ${words}`}
          </li>
        ))}
      </Box>
    </Box>
  );
}

function wordsOf({ eureka }: WorkloadRegistration): string | undefined {
  if (!eureka) return undefined;
  const { comparison } = eureka;
  if (!comparison) return 'unknown';
  const { state, label } = verdictWords(comparison.verdict);
  return state === 'degraded' ? label.toLowerCase() : undefined;
}
