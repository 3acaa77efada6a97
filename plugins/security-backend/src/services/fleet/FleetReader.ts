import { ServiceUnavailableError } from '@backstage/errors';
import { Owners } from '@slipway/plugin-owners-node';
import { FindingSource, Vulnerability } from '@slipway/plugin-security-common';
import {
  FindingsStore,
  Interval,
  KnownReport,
} from '../../database/FindingsStore';
import { currentFindings } from '../../ingest/currentFindings';
import { ReportIngest } from '../../ingest/ReportIngest';
import { SignalFiles } from '../../signals/SignalFiles';
import { clusterSource } from '../clusterSource';
import { knownContainer } from '../imageFindings';
import { Running, RunningContainer } from '../Running';
import { Suppressions } from '../Suppressions';
import { KnownFleet } from './KnownFleet';
import { containerKey, ownerKey, placeKey, placeOf } from './places';

/** Findings of the scan of a build in the form of those of the operator; nobody knows since when. */
function builtFindings(
  place: RunningContainer,
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

/** How long reports that were read are taken for those that are kept, where this replica has kept no other: a task of another may have forgotten some. */
const KEPT_MS = 5_000;

/** Which reports there are, by `ownerKey`. */
interface KnownReports {
  /** Time at which they were read, ms. */
  at: number;
  findings: Promise<ReadonlyMap<string, KnownReport>>;
  packages: Promise<ReadonlySet<string>>;
}

/** Reads what answers over all services need. */
export class FleetReader {
  #reports?: KnownReports;

  constructor(
    private readonly options: {
      files: SignalFiles;
      ingest: Pick<ReportIngest, 'sources'>;
      owners: Pick<Owners, 'known'>;
      running: Running;
      store: FindingsStore;
      suppressions: Suppressions;
      now: () => number;
    },
  ) {}

  /** Reports were kept or forgotten. */
  changed(): void {
    this.#reports = undefined;
  }

  /** Reads heads once for what is asked at the same time: there are thousands. */
  #known(): KnownReports {
    const { store, now } = this.options;
    const at = now();
    if (this.#reports && at - this.#reports.at < KEPT_MS) return this.#reports;
    const known: KnownReports = {
      at,
      findings: store
        .reportsOfKind('VulnerabilityReport')
        .then(found => new Map(found.map(each => [ownerKey(each), each]))),
      packages: store
        .reportsOfKind('SbomReport')
        .then(found => new Set(found.map(ownerKey))),
    };
    this.#reports = known;
    // What could not be read is read again by the next.
    Promise.all([known.findings, known.packages]).catch(() => {
      if (this.#reports === known) this.#reports = undefined;
    });
    return known;
  }

  /** Where the findings come from, and what is missing. */
  sources(): FindingSource[] {
    const { files, ingest } = this.options;
    return [...ingest.sources().map(clusterSource), ...files.sources()];
  }

  /** @throws ServiceUnavailableError while nobody knows whose anything is */
  async read(): Promise<KnownFleet> {
    const { owners, running } = this.options;
    // Before that nothing is bound, and all would look as if nobody owned it.
    if (!owners.known()) {
      throw new ServiceUnavailableError(
        'The catalog has not been read yet, so nobody knows whose findings these are. Try again in a moment.',
      );
    }
    const containers = running.all();
    const known = this.#known();
    const [reports, packages, suppressions] = await Promise.all([
      known.findings,
      known.packages,
      this.options.suppressions.read(),
    ]);
    const without = containers.filter(each => !reports.has(containerKey(each)));
    return new KnownFleet({
      containers,
      reports,
      packages,
      ...(await this.#builds(without)),
      running,
      suppressions,
    });
  }

  /** What scans of builds say of containers that the operator has not scanned. */
  async #builds(containers: readonly RunningContainer[]) {
    const { store } = this.options;
    const scans = await store.scansOf([
      ...new Set(containers.map(({ image }) => image.repository)),
    ]);
    const builds = new Map<string, string | undefined>();
    const built = new Map<string, Interval>();
    for (const container of scans.length ? containers : []) {
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
    return { builds, built: [...built.values()] };
  }
}
