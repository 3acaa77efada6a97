import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  CardLine,
  CardTitle,
  ListCell,
  ListColumn,
  RelativeTime,
  RowCard,
} from '@slipway/plugin-portal-react';
import { SearchHit } from '@slipway/plugin-security-common';
import { memo } from 'react';
import { HitColumn, nameOfHit } from '../../lib/fleetQuery';
import { SeverityChip } from '../Chips';
import { TeamOf } from './FleetCells';

/** Columns of what a search found, in order. */
export const HITS_COLUMNS: ReadonlyArray<ListColumn<HitColumn>> = [
  { title: 'Service', width: 'minmax(140px, 1.2fr)', sort: 'service' },
  { title: 'Team', width: 'minmax(110px, 0.9fr)', sort: 'team' },
  { title: 'Where', width: 'minmax(150px, 1.2fr)', sort: 'place' },
  { title: 'Package', width: 'minmax(150px, 1.2fr)', sort: 'package' },
  { title: 'Finding', width: 'minmax(150px, 1.2fr)', sort: 'severity' },
  { title: 'Known since', width: '110px', sort: 'since' },
];

function ServiceOf({ hit }: { hit: SearchHit }) {
  return hit.entityRef ? (
    <EntityRefLink entityRef={hit.entityRef} defaultKind="component" />
  ) : (
    <span>{nameOfHit(hit)}</span>
  );
}

/** `1.2.3 → 1.2.4`, and what a comparison could not say. */
function versionsOf({ installed, fixed, order }: SearchHit) {
  const versions = fixed ? `${installed} → ${fixed}` : installed;
  return order === 'unknown' ? `${versions} (not comparable)` : versions;
}

function FindingOf({ hit }: { hit: SearchHit }) {
  if (!hit.severity) return <span>in the bill of materials</span>;
  return (
    <>
      <div>{hit.vulnerability}</div>
      {hit.suppressed ? (
        <div title={hit.suppressed}>{`does not count: ${hit.suppressed}`}</div>
      ) : (
        <SeverityChip severity={hit.severity} />
      )}
    </>
  );
}

function CellsOfHit({ row: hit }: { row: SearchHit }) {
  const place = `${hit.cluster}/${hit.namespace}`;
  return (
    <>
      <ListCell>
        <ServiceOf hit={hit} />
      </ListCell>
      <ListCell>
        <TeamOf {...hit} />
      </ListCell>
      <ListCell>
        <div title={place}>{place}</div>
        <div>{`${hit.workload} · ${hit.container}`}</div>
      </ListCell>
      <ListCell>
        <div title={hit.pkg}>{hit.pkg}</div>
        <div title={versionsOf(hit)}>{versionsOf(hit)}</div>
      </ListCell>
      <ListCell>
        <FindingOf hit={hit} />
      </ListCell>
      <ListCell>
        {hit.since ? <RelativeTime at={hit.since} /> : 'unknown'}
      </ListCell>
    </>
  );
}

/** The cells of one place. */
export const HitCells = memo(CellsOfHit);

function CardOfHit({ row: hit }: { row: SearchHit }) {
  return (
    <RowCard>
      <CardLine>
        <CardTitle>{nameOfHit(hit)}</CardTitle>
        <TeamOf {...hit} />
      </CardLine>
      <CardLine>
        <span>{hit.pkg}</span>
        <span>{versionsOf(hit)}</span>
      </CardLine>
      <div>
        <FindingOf hit={hit} />
      </div>
      <CardLine quiet>
        <span>{`${hit.cluster}/${hit.namespace}/${hit.workload}`}</span>
        {hit.since && <RelativeTime at={hit.since} />}
      </CardLine>
    </RowCard>
  );
}

/** The same as a card, for narrow screens. */
export const HitCard = memo(CardOfHit);
