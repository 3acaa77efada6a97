import {
  belowVersion,
  canonicalId,
  FindingSearch,
  isNamed,
  SearchAnswer,
  SearchHit,
  suppressionInWords,
} from '@slipway/plugin-security-common';
import {
  FindingsStore,
  Interval,
  PackagePlace,
} from '../database/FindingsStore';
import { FleetReader } from './fleet/FleetReader';
import { KnownFleet, Readable } from './fleet/KnownFleet';
import { containerKey, ownedBy, ownerKey, placeKey } from './fleet/places';
import { OwnedBy } from './Running';

/** Most places that a search lists. */
const MOST_HITS = 2_000;

interface OwnedHit {
  owner: OwnedBy;
  hit: SearchHit;
}

function hitOf(interval: Interval, known: KnownFleet): OwnedHit {
  const by = known.suppression(interval);
  const { cluster, namespace, workload, container, key } = interval;
  return {
    owner: known.ownerOf(interval),
    hit: {
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
    },
  };
}

/** Packages of bills of materials where no finding speaks of them. */
function packageHits(
  packages: readonly PackagePlace[],
  findings: readonly OwnedHit[],
  known: KnownFleet,
): OwnedHit[] {
  const byOwner = new Map(
    known.containers.map(each => [containerKey(each), each] as const),
  );
  const seen = new Set(
    findings.map(({ hit }) => `${placeKey(hit)}/${hit.installed}`),
  );
  return packages.flatMap(each => {
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
    return [{ owner: container ?? known.ownerOf(place), hit }];
  });
}

/** Finds who runs what. Each answer holds only what its reader may read. */
export class SearchService {
  constructor(
    private readonly options: {
      reader: FleetReader;
      store: FindingsStore;
      now: () => number;
    },
  ) {}

  /**
   * Where a vulnerability, or a package, runs; with a version, only below it.
   *
   * @throws ServiceUnavailableError while nobody knows whose anything is
   */
  async search(
    query: FindingSearch,
    readable: Readable,
  ): Promise<SearchAnswer> {
    const { reader, store, now } = this.options;
    const { vulnerability, package: pkg, below } = query;
    const ids = vulnerability
      ? await store.sameAs(canonicalId(vulnerability))
      : undefined;
    const [known, found, packages] = await Promise.all([
      reader.read(),
      store.search({
        ...(ids ? { vulnerabilities: ids } : {}),
        ...(pkg ? { pkg } : {}),
        limit: MOST_HITS + 1,
      }),
      pkg && !ids ? store.packagesNamed(pkg, MOST_HITS + 1) : [],
    ]);
    const built = known.built.filter(
      each =>
        (!ids || ids.includes(each.vulnerability)) &&
        (!pkg || isNamed(each.pkg, pkg)),
    );
    const inFindings = [...found, ...built].map(each => hitOf(each, known));
    const all = [...inFindings, ...packageHits(packages, inFindings, known)];
    const may = await known.readableBy(
      readable,
      all.map(({ owner }) => owner),
    );
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
    return {
      hits: hits.slice(0, MOST_HITS),
      truncated:
        found.length > MOST_HITS ||
        packages.length > MOST_HITS ||
        hits.length > MOST_HITS,
      notScanned: mine.filter(each => known.isUnknown(each)).length,
      withPackages: mine.filter(each => known.hasPackages(each)).length,
      images: mine.length,
      sources: reader.sources(),
      at: new Date(now()).toISOString(),
    };
  }
}
