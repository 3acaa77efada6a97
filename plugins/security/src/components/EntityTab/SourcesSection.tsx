import Box from '@mui/material/Box';
import { RelativeTime, Section } from '@slipway/plugin-portal-react';
import {
  BuiltImage,
  FindingSource,
  imageInWords,
} from '@slipway/plugin-security-common';
import { SeverityCounts } from '../Chips';

/** Where the findings come from, how old they are, and what is missing. */
export function SourcesSection({ sources }: { sources: FindingSource[] }) {
  return (
    <Section
      title="Sources"
      count={sources.length}
      startOpen={sources.some(({ state }) => state !== 'live')}
    >
      <Box component="ul" sx={{ m: 0, pl: 2.5, fontSize: 14 }}>
        {sources.map(({ name, state, reason, at }) => (
          <li key={name}>
            <b>{name}</b>
            {': '}
            {at && (
              <>
                {state === 'live' ? 'newest ' : 'last '}
                <RelativeTime at={at} />
              </>
            )}
            {reason && ` ${reason}`}
          </li>
        ))}
      </Box>
    </Section>
  );
}

/** Images that were built and scanned, and do not run. */
export function BuiltSection({ built }: { built: BuiltImage[] }) {
  if (built.length === 0) return null;
  return (
    <Section title="Built, not running" count={built.length} startOpen={false}>
      <Box component="ul" sx={{ m: 0, pl: 0, listStyle: 'none' }}>
        {built.map(({ image, scannedAt, counts }) => (
          <Box component="li" key={imageInWords(image)} sx={{ py: 0.75 }}>
            <Box sx={{ fontFamily: 'monospace', overflowWrap: 'anywhere' }}>
              {imageInWords(image)}
            </Box>
            {scannedAt && <RelativeTime at={scannedAt} />}
            <SeverityCounts counts={counts} />
          </Box>
        ))}
      </Box>
    </Section>
  );
}
