import { ServiceUnavailableError } from '@backstage/errors';
import { Owners } from '@slipway/plugin-owners-node';
import {
  belowVersion,
  countBySeverity,
  FindingSearch,
  FindingSource,
  FleetFindings,
  FleetRow,
  imageInWords,
  ImageRef,
  isAllowedImage,
  OutsideImage,
  SearchAnswer,
  SearchHit,
  suppressionInWords,
  Vulnerability,
} from '@slipway/plugin-security-common';
import {
  FindingsStore,
  Interval,
  IntervalPlace,
  KnownReport,
} from '../database/FindingsStore';
import { currentFindings } from '../ingest/currentFindings';
import { ReportIngest } from '../ingest/ReportIngest';
import { SignalFiles } from '../signals/SignalFiles';
import { clusterSource } from './clusterSource';
import { knownContainer } from './imageFindings';
import { OwnedBy, Running, RunningContainer } from './Running';

/** Most places that a search lists. */
export const MOST_HITS = 2_000;
/** Most findings of vulnerabilities that files speak of. */
const MOST_NAMED = 100_000;

/** Which entities a reader may read. */
export type Readable = (
  entityRefs: readonly string[],
) => Promise<ReadonlySet<string>>;

type Container = RunningContainer & OwnedBy;

const placeOf = (at: IntervalPlace): IntervalPlace => ({
  cluster: at.cluster,
  namespace: at.namespace,
  workload: at.workload,
  container: at.container,
});

const placeKey = (place: IntervalPlace) =>
  [place.cluster, place.namespace, place.workload, place.container].join('/');

const ownerKey = (at: {
  cluster: string;
  namespace: string;
  owner: string;
  container: string;
}) => [at.cluster, at.namespace, at.owner, at.container].join('/');

const containerKey = (container: RunningContainer) =>
  ownerKey({ ...container, owner: container.replicaSet });

/** What of all containers is known beside the findings. */
interface Known {
  containers: Container[];
  reports: ReadonlyMap<string, KnownReport>;
  /** Time of the scan of a build, of containers that the operator has not scanned. */
  builds: ReadonlyMap<string, string | undefined>;
  /** What only those scans found. */
  built: readonly Interval[];
  images: ReadonlyMap<string, readonly ImageRef[]>;
}

/** A finding as suppressions judge it. */
function vulnerabilityOf(interval: Interval): Vulnerability {
  const named = interval.key.split('|')[3] ?? '';
  return {
    id: interval.vulnerability,
    pkg: interval.pkg,
    ...(named.startsWith('pkg:')
      ? { purl: `${named}@${encodeURIComponent(interval.installed)}` }
      : {}),
    ...(interval.type ? { type: interval.type } : {}),
    installed: interval.installed,
    severity: interval.severity,
    layer: 'unknown',
  };
}

const ownedBy = ({ entityRef, ownerRef }: OwnedBy): OwnedBy => ({
  ...(entityRef ? { entityRef } : {}),
  ...(ownerRef ? { ownerRef } : {}),
});

const isUnknown = (container: Container, { reports, builds }: Known) =>
  !reports.has(containerKey(container)) && !builds.has(containerKey(container));

function imagesByPlace(containers: readonly Container[]) {
  const images = new Map<string, ImageRef[]>();
  for (const each of containers) {
    const key = placeKey(each);
    images.set(key, [...(images.get(key) ?? []), each.image]);
  }
  return images;
}

const outsideImage = (container: Container): OutsideImage => ({
  ...ownedBy(container),
  image: imageInWords(container.image),
  cluster: container.cluster,
  namespace: container.namespace,
  workload: container.workload,
  container: container.container,
});

/** Findings of the scan of a build in the form of those of the operator; nobody knows since when. */
function builtFindings(
  place: Container,
  vulnerabilities: Vulnerability[],
): Interval[] {
  const current = currentFindings([
    {
      head: {
        kind: 'VulnerabilityReport',
        subject: {},
        image: place.image,
        counts: {},
      },
      body: { vulnerabilities },
      container: place.container,
    },
  ]);
  return [...current].map(([key, facts]) => ({
    ...placeOf(place),
    key,
    openedAt: '',
    ...facts,
  }));
}

/** The oldest scan of a row. */
function scanned(row: FleetRow, at: string | undefined): void {
  if (at && (row.scannedAt === undefined || at < row.scannedAt)) {
    row.scannedAt = at;
  }
}

/** The rows of an answer, made as they are needed. */
class Rows {
  readonly #rows = new Map<string, FleetRow>();

  constructor(
    private readonly exploited: boolean,
    private readonly outside: boolean,
  ) {}

  of(
    { cluster, namespace, workload }: Omit<IntervalPlace, 'container'>,
    owner: OwnedBy,
  ): FleetRow {
    const key = owner.entityRef
      ? `${cluster} ${owner.entityRef}`
      : `${cluster} ${namespace}/${workload}`;
    const known = this.#rows.get(key);
    if (known) return known;
    const row: FleetRow = {
      key,
      ...ownedBy(owner),
      ...(owner.entityRef ? {} : { workload: { namespace, name: workload } }),
      cluster,
      counts: countBySeverity([]),
      fixable: 0,
      ...(this.exploited ? { exploited: 0 } : {}),
      images: 0,
      notScanned: 0,
      ...(this.outside ? { outside: 0 } : {}),
    };
    this.#rows.set(key, row);
    return row;
  }

  all(): FleetRow[] {
    return [...this.#rows.values()];
  }
}

/** Answers over all services: how many findings, and who runs what. Each answer holds only what its reader may read. */
export class FleetService {
  constructor(
    private readonly options: {
      allowedRegistries?: readonly string[];
      files: SignalFiles;
      ingest: Pick<ReportIngest, 'sources'>;
      owners: Pick<Owners, 'known'>;
      running: Running;
      store: FindingsStore;
      now: () => number;
    },
  ) {}

  /**
   * Findings of each service in each cluster, counted.
   *
   * @throws ServiceUnavailableError while nobody knows whose anything is
   */
  async fleet(readable: Readable): Promise<FleetFindings> {
    const { allowedRegistries, files, store, now } = this.options;
    const [known, counted] = await Promise.all([
      this.#known(),
      store.countOpen(),
    ]);
    const places = new Map(
      known.containers.map(each => [placeKey(each), each] as const),
    );
    const owned = (place: IntervalPlace): OwnedBy =>
      places.get(placeKey(place)) ?? this.options.running.ownerOf(place);
    const may = await this.#may(readable, [
      ...known.containers,
      ...counted.map(owned),
    ]);
    const exploited = files.named().exploited !== undefined;
    const rows = new Rows(exploited, allowedRegistries !== undefined);
    const outside: OutsideImage[] = [];
    for (const each of known.containers) {
      if (!may(each)) continue;
      const row = rows.of(each, each);
      row.images++;
      const report = known.reports.get(containerKey(each));
      if (isUnknown(each, known)) row.notScanned++;
      scanned(
        row,
        report ? report.head.scannedAt : known.builds.get(containerKey(each)),
      );
      const { repository } = each.image;
      if (allowedRegistries && !isAllowedImage(repository, allowedRegistries)) {
        row.outside = (row.outside ?? 0) + 1;
        outside.push(outsideImage(each));
      }
    }
    for (const { severity, open, fixable, ...place } of counted) {
      const owner = owned(place);
      if (!may(owner)) continue;
      const row = rows.of(place, owner);
      row.counts[severity] += open;
      row.fixable += fixable;
    }
    for (const interval of known.built) {
      const owner = owned(interval);
      if (!may(owner)) continue;
      const row = rows.of(interval, owner);
      row.counts[interval.severity]++;
      if (interval.fixed) row.fixable++;
    }
    await this.#judge(known, ({ interval, suppressed, isExploited }) => {
      const owner = owned(interval);
      if (!may(owner)) return;
      const row = rows.of(interval, owner);
      if (suppressed) {
        row.counts[interval.severity]--;
        if (interval.fixed) row.fixable--;
      } else if (isExploited) {
        row.exploited = (row.exploited ?? 0) + 1;
      }
    });
    return {
      rows: rows.all(),
      ...(allowedRegistries ? { outside } : {}),
      sources: this.#sources(),
      at: new Date(now()).toISOString(),
    };
  }

  /**
   * Where a vulnerability, or a package, runs; with a version, only below it.
   *
   * @throws ServiceUnavailableError while nobody knows whose anything is
   */
  async search(
    query: FindingSearch,
    readable: Readable,
  ): Promise<SearchAnswer> {
    const { running, store, now } = this.options;
    const vulnerability = query.vulnerability?.toUpperCase();
    const { package: pkg, below } = query;
    const [known, found, packages] = await Promise.all([
      this.#known(),
      store.search({
        ...(vulnerability ? { vulnerabilities: [vulnerability] } : {}),
        ...(pkg ? { pkg } : {}),
        limit: MOST_HITS + 1,
      }),
      pkg && !vulnerability ? store.packagesNamed(pkg, MOST_HITS + 1) : [],
    ]);
    const places = new Map(
      known.containers.map(each => [placeKey(each), each] as const),
    );
    const byOwner = new Map(
      known.containers.map(each => [containerKey(each), each] as const),
    );
    const ownedAt = (place: IntervalPlace) =>
      places.get(placeKey(place)) ?? running.ownerOf(place);
    const built = known.built.filter(
      each =>
        (!vulnerability || each.vulnerability === vulnerability) &&
        (!pkg || each.pkg === pkg),
    );
    const inFindings = [...found, ...built].map(interval => ({
      owner: ownedAt(interval),
      hit: this.#hitOf(interval, known),
    }));
    const seen = new Set(
      inFindings.map(({ hit }) => `${placeKey(hit)}/${hit.installed}`),
    );
    const inPackages = packages.flatMap(each => {
      const container = byOwner.get(ownerKey(each));
      // Of a ReplicaSet without pods: it is kept, and does not run.
      if (!container && each.ownerKind === 'ReplicaSet') return [];
      const place = {
        cluster: each.cluster,
        namespace: each.namespace,
        workload: container?.workload ?? each.workload ?? each.owner,
        container: each.container,
      };
      const key = `${placeKey(place)}/${each.version}`;
      if (seen.has(key)) return [];
      seen.add(key);
      const hit: SearchHit = {
        ...place,
        key: `packages/${key}`,
        pkg: each.pkg,
        ...(each.type ? { type: each.type } : {}),
        installed: each.version,
        seenIn: 'packages',
      };
      return [{ owner: container ?? running.ownerOf(place), hit }];
    });
    const all = [...inFindings, ...inPackages];
    const may = await this.#may(readable, [
      ...known.containers,
      ...all.map(({ owner }) => owner),
    ]);
    const hits = all.flatMap(({ owner, hit }) => {
      if (!may(owner)) return [];
      const order =
        below === undefined
          ? undefined
          : belowVersion({ type: hit.type, version: hit.installed }, below);
      if (below !== undefined && order === undefined) return [];
      return [{ ...hit, ...ownedBy(owner), ...(order ? { order } : {}) }];
    });
    const mine = known.containers.filter(may);
    const sboms = new Set(
      (await store.reportsOfKind('SbomReport')).map(ownerKey),
    );
    return {
      hits: hits.slice(0, MOST_HITS),
      truncated:
        found.length > MOST_HITS ||
        packages.length > MOST_HITS ||
        hits.length > MOST_HITS,
      notScanned: mine.filter(each => isUnknown(each, known)).length,
      withPackages: mine.filter(each => sboms.has(containerKey(each))).length,
      images: mine.length,
      sources: this.#sources(),
      at: new Date(now()).toISOString(),
    };
  }

  /** Who may be told of what; what no entity owns is everybody's who may read findings. */
  async #may(readable: Readable, all: ReadonlyArray<OwnedBy>) {
    const refs = new Set(all.flatMap(({ entityRef }) => entityRef ?? []));
    const allowed = await readable([...refs]);
    return ({ entityRef }: OwnedBy) =>
      entityRef === undefined || allowed.has(entityRef);
  }

  async #known(): Promise<Known> {
    const { owners, running, store } = this.options;
    // Before that nothing is bound, and all would look as if nobody owned it.
    if (!owners.known()) {
      throw new ServiceUnavailableError(
        'The catalog has not been read yet, so nobody knows whose findings these are. Try again in a moment.',
      );
    }
    const containers = running.all();
    const reports = new Map(
      (await store.reportsOfKind('VulnerabilityReport')).map(
        report => [ownerKey(report), report] as const,
      ),
    );
    const without = containers.filter(each => !reports.has(containerKey(each)));
    const scans = await store.scansOf([
      ...new Set(without.map(({ image }) => image.repository)),
    ]);
    const builds = new Map<string, string | undefined>();
    const built = new Map<string, Interval>();
    for (const container of scans.length ? without : []) {
      const { state, findings, scannedAt } = knownContainer(
        container,
        [],
        scans,
      );
      if (state === 'not-scanned') continue;
      builds.set(containerKey(container), scannedAt);
      // Another revision may have been scanned by the operator: once is enough.
      const open = await store.open(placeOf(container));
      for (const each of builtFindings(container, findings ?? [])) {
        if (open.has(each.key)) continue;
        built.set(`${placeKey(each)}/${each.key}`, each);
      }
    }
    return {
      containers,
      reports,
      builds,
      built: [...built.values()],
      images: imagesByPlace(containers),
    };
  }

  /** Calls back for each finding of which a file says something. */
  async #judge(
    known: Known,
    each: (judged: {
      interval: Interval;
      suppressed: boolean;
      isExploited: boolean;
    }) => void,
  ) {
    const { files, store } = this.options;
    const { exploited, suppressed } = files.named();
    const ids = [...new Set([...suppressed, ...(exploited ?? [])])];
    const found = ids.length
      ? await store.search({ vulnerabilities: ids, limit: MOST_NAMED })
      : [];
    const named = new Set(ids);
    const built = known.built.filter(({ vulnerability }) =>
      named.has(vulnerability),
    );
    for (const interval of [...found, ...built]) {
      each({
        interval,
        suppressed: this.#suppression(interval, known.images) !== undefined,
        isExploited: exploited?.has(interval.vulnerability) ?? false,
      });
    }
  }

  /** Who says that a finding does not count: of all images of its place, else of none. */
  #suppression(
    interval: Interval,
    images: ReadonlyMap<string, readonly ImageRef[]>,
  ) {
    const { files, now } = this.options;
    const at = new Date(now()).toISOString();
    const finding = vulnerabilityOf(interval);
    const said = (
      images.get(placeKey(interval)) ?? [
        { repository: interval.repository, digests: [] },
      ]
    ).map(image => files.suppression(finding, image, at));
    return said.every(each => each !== undefined) ? said[0] : undefined;
  }

  #hitOf(interval: Interval, known: Known): SearchHit {
    const by = this.#suppression(interval, known.images);
    const { cluster, namespace, workload, container, key } = interval;
    return {
      key: `findings/${cluster}/${namespace}/${workload}/${key}`,
      cluster,
      namespace,
      workload,
      container,
      pkg: interval.pkg,
      ...(interval.type ? { type: interval.type } : {}),
      installed: interval.installed,
      seenIn: 'findings',
      vulnerability: interval.vulnerability,
      severity: interval.severity,
      ...(interval.fixed ? { fixed: interval.fixed } : {}),
      ...(interval.openedAt ? { since: interval.openedAt } : {}),
      ...(by ? { suppressed: suppressionInWords(by) } : {}),
    };
  }

  #sources(): FindingSource[] {
    const { files, ingest } = this.options;
    return [...ingest.sources().map(clusterSource), ...files.sources()];
  }
}
