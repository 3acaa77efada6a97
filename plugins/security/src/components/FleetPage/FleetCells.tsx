import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  CardLine,
  CardTitle,
  ListCell,
  ListColumn,
  RelativeTime,
  RowCard,
  StateChip,
} from '@slipway/plugin-portal-react';
import { FleetRow } from '@slipway/plugin-security-common';
import { memo } from 'react';
import { FleetColumn, nameOfRow } from '../../lib/fleetQuery';
import { occurring, SEVERITY_STATE, severityWord } from '../../lib/words';

/** px, of every row of the table. */
export const ROW_HEIGHT = 72;

/** Columns of the list of services, in order. */
export const FLEET_COLUMNS: ReadonlyArray<ListColumn<FleetColumn>> = [
  { title: 'Service', width: 'minmax(140px, 1.3fr)', sort: 'service' },
  { title: 'Team', width: 'minmax(110px, 1fr)', sort: 'team' },
  { title: 'Cluster', width: 'minmax(100px, 0.8fr)', sort: 'cluster' },
  { title: 'Findings', width: 'minmax(270px, 2.2fr)', sort: 'findings' },
  { title: 'Not scanned', width: 'minmax(110px, 0.8fr)', sort: 'unknown' },
  { title: 'Oldest scan', width: '110px', sort: 'scanned' },
];

/** A team as a link; "nobody" where no entity owns it. */
export function TeamOf({ ownerRef }: { ownerRef?: string }) {
  return ownerRef ? (
    <EntityRefLink entityRef={ownerRef} defaultKind="group" />
  ) : (
    <span>no team known</span>
  );
}

function ServiceOf({ row }: { row: FleetRow }) {
  return row.entityRef ? (
    <EntityRefLink entityRef={row.entityRef} defaultKind="component" />
  ) : (
    <span>{nameOfRow(row)}</span>
  );
}

/** The worst as a chip, and all of them in words. Without a scan nothing is said. */
function FindingsOf({ row }: { row: FleetRow }) {
  const found = occurring(row.counts);
  const [worst] = found;
  if (!worst) {
    return row.images > row.notScanned ? (
      <StateChip state="healthy" label="No findings" />
    ) : (
      <StateChip state="unknown" label="Unknown" />
    );
  }
  const others = found
    .slice(1)
    .map(severity => `${row.counts[severity]} ${severity}`);
  return (
    <span>
      <StateChip
        state={SEVERITY_STATE[worst]}
        label={`${row.counts[worst]} ${severityWord(worst).toLowerCase()}`}
      />
      {others.length > 0 && ` ${others.join(' · ')}`}
    </span>
  );
}

/** `3 with a fix · 1 exploited` */
const besides = ({ fixable, exploited }: FleetRow) =>
  [
    `${fixable} with a fix`,
    ...(exploited ? [`${exploited} known to be exploited`] : []),
  ].join(' · ');

const notScanned = ({ notScanned: unknown, images }: FleetRow) => {
  if (images === 0) return 'nothing runs';
  return unknown ? `${unknown} of ${images}: unknown` : `0 of ${images}`;
};

function CellsOfRow({ row }: { row: FleetRow }) {
  return (
    <>
      <ListCell>
        <ServiceOf row={row} />
      </ListCell>
      <ListCell>
        <TeamOf {...row} />
      </ListCell>
      <ListCell>{row.cluster}</ListCell>
      <ListCell>
        <FindingsOf row={row} />
        <div>{besides(row)}</div>
      </ListCell>
      <ListCell>{notScanned(row)}</ListCell>
      <ListCell>
        {row.scannedAt ? <RelativeTime at={row.scannedAt} /> : 'unknown'}
      </ListCell>
    </>
  );
}

/** The cells of one service in one cluster. */
export const FleetCells = memo(CellsOfRow);

function CardOfRow({ row }: { row: FleetRow }) {
  return (
    <RowCard>
      <CardLine>
        <CardTitle>{nameOfRow(row)}</CardTitle>
        <span>{row.cluster}</span>
      </CardLine>
      <FindingsOf row={row} />
      <CardLine>
        <span>{besides(row)}</span>
        <span>{`not scanned: ${notScanned(row)}`}</span>
      </CardLine>
      <CardLine quiet>
        <TeamOf {...row} />
        {row.scannedAt && <RelativeTime at={row.scannedAt} />}
      </CardLine>
    </RowCard>
  );
}

/** The same as a card, for narrow screens. */
export const FleetCard = memo(CardOfRow);
