import { Link } from '@backstage/core-components';
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { RunPart } from '@slipway/plugin-resilience-common';
import { RelativeTime, Section, WideTable } from '@slipway/plugin-portal-react';
import { PartChip, VerdictChip } from '../Chips';

/** The parts of a run: where each stands, what it touches, when its effect was there, and its own page. */
export function PartsTable({ parts }: { parts: readonly RunPart[] }) {
  return (
    <Section title="Parts" count={parts.length}>
      <WideTable label="Parts of the run">
        <Table size="small" aria-label="Parts of the run">
          <TableHead>
            <TableRow>
              <TableCell>Part</TableCell>
              <TableCell>State</TableCell>
              <TableCell>Touches</TableCell>
              <TableCell>In effect</TableCell>
              <TableCell>Effect gone</TableCell>
              <TableCell>Own verdict</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {parts.map(part => (
              <PartRow key={part.id} part={part} />
            ))}
          </TableBody>
        </Table>
      </WideTable>
    </Section>
  );
}

function PartRow({ part }: { part: RunPart }) {
  const { kind, title, path, state, touches, reason, verdict } = part;
  return (
    <TableRow>
      <TableCell sx={{ minWidth: 160 }}>
        {path ? <Link to={path}>{title}</Link> : title}
        <Secondary>{kind === 'load' ? 'Load' : 'Fault'}</Secondary>
      </TableCell>
      <TableCell sx={{ minWidth: 140 }}>
        <PartChip part={part} />
        <Secondary>{reason ?? state}</Secondary>
      </TableCell>
      <TableCell sx={{ minWidth: 160, overflowWrap: 'anywhere' }}>
        {touches.length > 0 ? touches.join('; ') : 'not known'}
      </TableCell>
      <TableCell>
        <EffectTime at={part.effectiveAt} missing="not proved" />
      </TableCell>
      <TableCell>
        <EffectTime
          at={part.effectEndedAt}
          missing={part.effectiveAt ? 'not yet' : '—'}
        />
      </TableCell>
      <TableCell>
        {verdict ? (
          <VerdictChip
            verdict={{
              outcome: verdict.outcome,
              final: true,
              reason: verdict.reasons[0],
            }}
          />
        ) : (
          'none'
        )}
      </TableCell>
    </TableRow>
  );
}

function Secondary({ children }: { children: string }) {
  return <Box sx={{ fontSize: 12, color: 'text.secondary' }}>{children}</Box>;
}

function EffectTime({ at, missing }: { at?: string; missing: string }) {
  return at ? <RelativeTime at={at} /> : <span>{missing}</span>;
}
