import {
  choicesField,
  compareText,
  defineListQuery,
  isAmong,
  ListRules,
  matchesWords,
  rowsAsCsv,
  rowSorter,
  textField,
  valuesField,
} from '@slipway/plugin-portal-react';
import {
  FleetRow,
  SearchHit,
  SEVERITIES,
  Severity,
} from '@slipway/plugin-security-common';

/** Filters of both lists. Empty means all. */
export interface FleetFilters {
  q: string;
  teams: string[];
  clusters: string[];
  severities: Severity[];
}

const NO_FILTERS: FleetFilters = {
  q: '',
  teams: [],
  clusters: [],
  severities: [],
};

const FIELDS = {
  q: textField('q'),
  teams: valuesField('team'),
  clusters: valuesField('cluster'),
  severities: choicesField('severity', SEVERITIES),
};

type Owned = Pick<FleetRow, 'entityRef' | 'ownerRef'>;

/** `component:default/orders` → `orders`. */
export const shortRef = (ref: string) => ref.replace(/^[^:]*:(default\/)?/, '');

/** As the list names it: the service, or the workload that no entity owns. */
export const nameOfRow = ({ entityRef, workload }: FleetRow) =>
  entityRef ? shortRef(entityRef) : `${workload?.namespace}/${workload?.name}`;

export const teamOf = ({ ownerRef }: Owned) =>
  ownerRef ? shortRef(ownerRef) : undefined;

const teamText = (row: Owned) => teamOf(row) ?? '';

/** More of the worst comes first. */
function worseFirst(a: FleetRow, b: FleetRow): number {
  for (const severity of SEVERITIES) {
    const order = b.counts[severity] - a.counts[severity];
    if (order !== 0) return order;
  }
  return b.notScanned - a.notScanned;
}

const FLEET_COLUMNS = [
  'service',
  'team',
  'cluster',
  'findings',
  'unknown',
  'scanned',
] as const;
export type FleetColumn = (typeof FLEET_COLUMNS)[number];

const byName = (a: FleetRow, b: FleetRow) =>
  compareText(nameOfRow(a), nameOfRow(b)) || compareText(a.cluster, b.cluster);

/** How the list of services is filtered and sorted: worst first. */
export const FLEET: ListRules<FleetRow, FleetFilters, FleetColumn> = {
  query: defineListQuery<FleetFilters, FleetColumn>({
    noFilters: NO_FILTERS,
    fields: FIELDS,
    columns: FLEET_COLUMNS,
    defaultSort: { column: 'findings', descending: false },
  }),
  matches: (row, { q, teams, clusters, severities }) =>
    matchesWords(q, [nameOfRow(row), row.ownerRef, row.cluster]) &&
    isAmong(teams, row.ownerRef) &&
    isAmong(clusters, row.cluster) &&
    (severities.length === 0 ||
      severities.some(severity => row.counts[severity] > 0)),
  sort: rowSorter<FleetRow, FleetColumn>(
    {
      service: byName,
      team: (a, b) => compareText(teamText(a), teamText(b)),
      cluster: (a, b) => compareText(a.cluster, b.cluster),
      findings: worseFirst,
      unknown: (a, b) => a.notScanned - b.notScanned,
      scanned: (a, b) => compareText(a.scannedAt ?? '', b.scannedAt ?? ''),
    },
    byName,
  ),
};

const HIT_COLUMNS = [
  'service',
  'team',
  'place',
  'package',
  'severity',
  'since',
] as const;
export type HitColumn = (typeof HIT_COLUMNS)[number];

/** `gke-prod/shop/orders` */
export const placeOfHit = (hit: SearchHit) =>
  `${hit.cluster}/${hit.namespace}/${hit.workload}`;

export const nameOfHit = ({ entityRef, namespace, workload }: SearchHit) =>
  entityRef ? shortRef(entityRef) : `${namespace}/${workload}`;

/** After those with a severity: what is only in a bill of materials. */
const severityRank = ({ severity }: SearchHit) =>
  severity ? SEVERITIES.indexOf(severity) : SEVERITIES.length;

const byPlace = (a: SearchHit, b: SearchHit) =>
  compareText(nameOfHit(a), nameOfHit(b)) ||
  compareText(placeOfHit(a), placeOfHit(b)) ||
  compareText(a.pkg, b.pkg);

/** How the places that a search found are filtered and sorted. */
export const HITS: ListRules<SearchHit, FleetFilters, HitColumn> = {
  query: defineListQuery<FleetFilters, HitColumn>({
    noFilters: NO_FILTERS,
    fields: FIELDS,
    columns: HIT_COLUMNS,
    defaultSort: { column: 'service', descending: false },
  }),
  matches: (hit, { q, teams, clusters, severities }) =>
    matchesWords(q, [
      nameOfHit(hit),
      hit.ownerRef,
      placeOfHit(hit),
      hit.pkg,
      hit.vulnerability,
    ]) &&
    isAmong(teams, hit.ownerRef) &&
    isAmong(clusters, hit.cluster) &&
    isAmong(severities, hit.severity),
  sort: rowSorter<SearchHit, HitColumn>(
    {
      service: (a, b) => compareText(nameOfHit(a), nameOfHit(b)),
      team: (a, b) => compareText(teamText(a), teamText(b)),
      place: (a, b) => compareText(placeOfHit(a), placeOfHit(b)),
      package: (a, b) => compareText(a.pkg, b.pkg),
      severity: (a, b) => severityRank(a) - severityRank(b),
      since: (a, b) => compareText(a.since ?? '', b.since ?? ''),
    },
    byPlace,
  ),
};

/** The list of services, for spreadsheets. */
export const fleetCsv = (rows: readonly FleetRow[]) =>
  rowsAsCsv<FleetRow>(
    {
      service: row => row.entityRef,
      workload: ({ workload }) =>
        workload && `${workload.namespace}/${workload.name}`,
      team: row => row.ownerRef,
      cluster: row => row.cluster,
      critical: row => row.counts.critical,
      high: row => row.counts.high,
      medium: row => row.counts.medium,
      low: row => row.counts.low,
      severityUnknown: row => row.counts.unknown,
      fixable: row => row.fixable,
      exploited: row => row.exploited,
      images: row => row.images,
      notScanned: row => row.notScanned,
      outsideRegistries: row => row.outside,
      oldestScan: row => row.scannedAt,
    },
    rows,
  );

/** What a search found, for spreadsheets. */
export const hitsCsv = (hits: readonly SearchHit[]) =>
  rowsAsCsv<SearchHit>(
    {
      service: hit => hit.entityRef,
      team: hit => hit.ownerRef,
      cluster: hit => hit.cluster,
      namespace: hit => hit.namespace,
      workload: hit => hit.workload,
      container: hit => hit.container,
      package: hit => hit.pkg,
      ecosystem: hit => hit.type,
      installed: hit => hit.installed,
      vulnerability: hit => hit.vulnerability,
      severity: hit => hit.severity,
      fixedIn: hit => hit.fixed,
      knownSince: hit => hit.since,
      doesNotCount: hit => hit.suppressed,
      seenIn: hit => hit.seenIn,
      comparedWithVersion: hit => hit.order,
    },
    hits,
  );
