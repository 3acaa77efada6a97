import Alert from '@mui/material/Alert';
import { FilteredList } from '@slipway/plugin-portal-react';
import { FindingSearch, SearchAnswer } from '@slipway/plugin-security-common';
import { HITS, hitsCsv } from '../../lib/fleetQuery';
import { ROW_HEIGHT } from './FleetCells';
import { Filters } from './filters';
import { useTabLink } from './FleetList';
import { HitCard, HitCells, HITS_COLUMNS } from './HitCells';
import { ListTools } from './ListTools';

/** `CVE-2024-3094`, `openssl below 3.0.2` */
export const searchInWords = (search: FindingSearch) =>
  [
    search.vulnerability,
    search.package && search.vulnerability ? 'in' : undefined,
    search.package,
    search.below && `below ${search.below}`,
  ]
    .filter(Boolean)
    .join(' ');

/** What nobody can say, one sentence each. */
function unknowns({ package: pkg }: FindingSearch, answer: SearchAnswer) {
  const { images, notScanned, truncated, withPackages, hits } = answer;
  const incomparable = hits.filter(({ order }) => order === 'unknown').length;
  return [
    ...(notScanned
      ? [
          `${notScanned} of ${images} containers were not scanned: whether they run it is unknown.`,
        ]
      : []),
    ...(pkg && withPackages < images
      ? [
          `${
            images - withPackages
          } of ${images} containers have no bill of materials: there the package is found only where it has a finding.`,
        ]
      : []),
    ...(incomparable
      ? [
          `Of ${incomparable} places the versions cannot be compared; they are listed.`,
        ]
      : []),
    ...(truncated ? ['There are more places than are listed here.'] : []),
  ];
}

/** Where something that was searched for runs, and what is unknown. */
export function HitList(props: {
  search: FindingSearch;
  answer: SearchAnswer;
  /** Reads again. */
  onRead: () => void;
}) {
  const { search, answer, onRead } = props;
  const { hits } = answer;
  const words = searchInWords(search);
  const tabOf = useTabLink();
  const open = unknowns(search, answer);
  return (
    <>
      {open.length > 0 && (
        <Alert severity="warning" data-testid="search-unknown">
          {open.join(' ')}
        </Alert>
      )}
      <ListTools
        rules={HITS}
        rows={hits}
        name="who-runs"
        csv={hitsCsv}
        onRead={onRead}
      />
      <FilteredList
        rules={HITS}
        rows={hits}
        what="places"
        noun="place"
        count={count =>
          count === 1 ? `1 place runs ${words}` : `${count} places run ${words}`
        }
        empty={{
          title: `Nothing that you may see is known to run ${words}`,
          description:
            'Names are exact, as the scanner writes them: org.apache.logging.log4j:log4j-core.',
        }}
        filters={(filters, set) => (
          <Filters
            rows={hits}
            bySeverity={severity =>
              hits.filter(hit => hit.severity === severity).length
            }
            filters={filters}
            set={set}
          />
        )}
        keyOf={({ key }) => key}
        columns={HITS_COLUMNS}
        Cells={HitCells}
        Card={HitCard}
        rowHeight={ROW_HEIGHT}
        linkOf={({ entityRef }) => tabOf(entityRef)}
      />
    </>
  );
}
