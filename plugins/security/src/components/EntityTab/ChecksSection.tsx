import Box from '@mui/material/Box';
import { RelativeTime, Section } from '@slipway/plugin-portal-react';
import { WorkloadChecks } from '@slipway/plugin-security-common';
import { SeverityChip } from '../Chips';

/** Rules that workloads break, with what to change. */
export function ChecksSection({ checks }: { checks: WorkloadChecks[] }) {
  const failing = checks.filter(({ failed }) => failed.length > 0);
  if (failing.length === 0) return null;
  const count = failing.reduce((sum, { failed }) => sum + failed.length, 0);
  return (
    <Section title="Configuration" count={count} startOpen={false}>
      {failing.map(({ place, scannedAt, failed }) => (
        <Box
          key={`${place.cluster}/${place.namespace}/${place.workload}/${place.role}`}
          sx={{ mb: 1.5 }}
        >
          <b>
            {`${place.cluster}/${place.namespace} · ${place.workload} · ${place.role}`}
          </b>{' '}
          {scannedAt && <RelativeTime at={scannedAt} />}
          <Box component="ul" sx={{ m: 0, pl: 0, listStyle: 'none' }}>
            {failed.map(({ id, title, severity, messages, remediation }) => (
              <Box component="li" key={id} sx={{ py: 0.5, fontSize: 14 }}>
                <SeverityChip severity={severity} /> {`${title} (${id})`}
                <Box sx={{ color: 'text.secondary', fontSize: 13 }}>
                  {messages.join(' ')} {remediation}
                </Box>
              </Box>
            ))}
          </Box>
        </Box>
      ))}
    </Section>
  );
}
