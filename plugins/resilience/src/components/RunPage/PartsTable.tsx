import { Link } from '@backstage/core-components';
import { RunPart } from '@slipway/plugin-resilience-common';
import {
  FactColumn,
  FactNote,
  FactTable,
  RelativeTime,
  Section,
} from '@slipway/plugin-portal-react';
import { PartChip, VerdictChip } from '../Chips';

const COLUMNS: ReadonlyArray<FactColumn<RunPart>> = [
  {
    title: 'Part',
    minWidth: 160,
    cell: ({ kind, path, title }) => (
      <>
        {path ? <Link to={path}>{title}</Link> : title}
        <FactNote>{kind === 'load' ? 'Load' : 'Fault'}</FactNote>
      </>
    ),
  },
  {
    title: 'State',
    minWidth: 140,
    cell: part => (
      <>
        <PartChip part={part} />
        <FactNote>{part.reason ?? part.state}</FactNote>
      </>
    ),
  },
  {
    title: 'Touches',
    minWidth: 160,
    cell: ({ touches }) =>
      touches.length > 0 ? touches.join('; ') : 'not known',
  },
  {
    title: 'In effect',
    cell: ({ effectiveAt }) => (
      <EffectTime at={effectiveAt} missing="not proved" />
    ),
  },
  {
    title: 'Effect gone',
    cell: ({ effectiveAt, effectEndedAt }) => (
      <EffectTime at={effectEndedAt} missing={effectiveAt ? 'not yet' : '—'} />
    ),
  },
  {
    title: 'Own verdict',
    cell: ({ verdict }) =>
      verdict ? (
        <VerdictChip
          verdict={{
            outcome: verdict.outcome,
            final: true,
            reason: verdict.reasons[0],
          }}
        />
      ) : (
        'none'
      ),
  },
];

/** The parts of a run: where each stands, what it touches, when its effect was there, and its own page. */
export function PartsTable({ parts }: { parts: readonly RunPart[] }) {
  return (
    <Section title="Parts" count={parts.length}>
      <FactTable
        label="Parts of the run"
        rows={parts}
        keyOf={({ id }) => id}
        columns={COLUMNS}
      />
    </Section>
  );
}

function EffectTime({ at, missing }: { at?: string; missing: string }) {
  return at ? <RelativeTime at={at} /> : <span>{missing}</span>;
}
