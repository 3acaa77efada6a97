import { NotFoundError } from '@backstage/errors';
import {
  CanaryFindings,
  CanarySummary,
  compareCanary,
  compareSeverity,
  ContainerScan,
  countBySeverity,
  EntityFindings,
  FindingSource,
  FindingsSummary,
  imageInWords,
  ImageFindings,
  matchImages,
  RatedFinding,
  Severity,
  SEVERITIES,
  upgradesOf,
  WorkloadChecks,
} from '@slipway/plugin-security-common';
import { createHash } from 'node:crypto';
import { FindingsStore, StoredReport } from '../database/FindingsStore';
import { ReportIngest } from '../ingest/ReportIngest';
import { SignalFiles } from '../signals/SignalFiles';
import {
  builtOnly,
  KnownContainer,
  knownContainer,
  ratedFindings,
} from './imageFindings';
import { clusterSource } from './clusterSource';
import { Running, RunningContainer } from './Running';

interface RolloutRef {
  cluster: string;
  namespace: string;
  name: string;
}

const stampOf = (value: unknown) =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

const worst = (image: ImageFindings): Severity =>
  SEVERITIES.find(severity => (image.counts?.[severity] ?? 0) > 0) ?? 'unknown';

/** Answers what is known of the findings of entities and canaries. */
export class FindingsService {
  constructor(
    private readonly options: {
      files: SignalFiles;
      ingest: Pick<ReportIngest, 'sources'>;
      running: Running;
      store: FindingsStore;
      now: () => number;
    },
  ) {}

  /** The entity that owns a rollout; undefined where none does. */
  entityOf({ cluster, namespace, name }: RolloutRef): string | undefined {
    const { running } = this.options;
    return running.ownerOf({ cluster, namespace, workload: name }).entityRef;
  }

  /** All findings of what an entity runs and has built. */
  async ofEntity(entityRef: string): Promise<EntityFindings> {
    const containers = this.options.running.ofEntity(entityRef);
    const { known, reports, scans } = await this.#known(containers);
    const images = await Promise.all(known.map(each => this.#image(each)));
    return {
      entityRef,
      images: sameImagesOnce(images).sort(
        (a, b) =>
          Number(a.state === 'scanned') - Number(b.state === 'scanned') ||
          compareSeverity(worst(a), worst(b)) ||
          a.key.localeCompare(b.key),
      ),
      checks: checksOf(containers, reports),
      built: builtOnly(
        scans,
        containers.map(({ image }) => image),
      ),
      sources: this.#sources(containers),
    };
  }

  /** How many findings an entity has; undefined where nothing of it runs. */
  async summaryOf(entityRef: string): Promise<FindingsSummary | undefined> {
    const findings = await this.ofEntity(entityRef);
    const { images } = findings;
    if (images.length === 0) return undefined;
    const counted = images.flatMap(({ upgrades }) =>
      upgrades.flatMap(({ fixes }) => fixes),
    );
    const known = counted.filter(({ kev }) => kev !== undefined);
    const scans = images
      .flatMap(({ sources }) => sources[0]?.scannedAt ?? [])
      .sort();
    return {
      counts: countBySeverity(counted),
      fixable: counted.filter(({ fixed }) => fixed !== undefined).length,
      ...(known.length
        ? { exploited: known.filter(({ kev }) => kev).length }
        : {}),
      images: images.length,
      notScanned: images.filter(({ state }) => state === 'not-scanned').length,
      ...(scans.length ? { scannedAt: scans[0] } : {}),
      stamp: stampOf(findings),
    };
  }

  /**
   * What the canary of a rollout adds to its stable version.
   *
   * @throws NotFoundError when there is no such rollout
   */
  async canaryOf(ref: RolloutRef): Promise<CanaryFindings> {
    const found = this.options.running.rollout(ref);
    if (!found) {
      throw new NotFoundError(
        `There is no rollout ${ref.name} in ${ref.cluster}/${ref.namespace}.`,
      );
    }
    const { stableHash, currentHash } = found.workload;
    if (!stableHash || !currentHash || stableHash === currentHash) {
      return { ...(stableHash ? { stableHash } : {}) };
    }
    const { known } = await this.#known(found.containers);
    const side = (role: 'stable' | 'canary') =>
      Promise.all(
        known
          .filter(({ running }) => running.role === role)
          .map(each => this.#scan(each)),
      );
    return {
      stableHash,
      canaryHash: currentHash,
      diff: compareCanary(await side('stable'), await side('canary')),
    };
  }

  /** The same in short; undefined while there is no canary. */
  async canarySummary(ref: RolloutRef): Promise<CanarySummary | undefined> {
    if (!this.options.running.rollout(ref)) return undefined;
    const { diff } = await this.canaryOf(ref);
    return (
      diff && {
        verdict: diff.verdict,
        summary: diff.summary,
        added: countBySeverity(diff.added.map(({ finding }) => finding)),
        fixed: diff.fixed.length,
        unknown: diff.unknown,
        stamp: stampOf(diff),
      }
    );
  }

  /** What is kept of containers: one read for each namespace. */
  async #known(containers: readonly RunningContainer[]) {
    const { store } = this.options;
    const places = new Map<string, RunningContainer[]>();
    for (const each of containers) {
      const key = `${each.cluster}/${each.namespace}`;
      places.set(key, [...(places.get(key) ?? []), each]);
    }
    const [reports, scans] = await Promise.all([
      Promise.all(
        [...places.values()].map(([first, ...rest]) =>
          store.reportsOf(first.cluster, first.namespace, [
            ...new Set([first, ...rest].map(({ replicaSet }) => replicaSet)),
          ]),
        ),
      ),
      store.scansOf([
        ...new Set(containers.map(({ image }) => image.repository)),
      ]),
    ]);
    const all = reports.flat();
    return {
      reports: all,
      scans,
      known: containers.map(each =>
        knownContainer(
          each,
          all.filter(
            ({ cluster, namespace }) =>
              cluster === each.cluster && namespace === each.namespace,
          ),
          scans,
        ),
      ),
    };
  }

  async #rated(known: KnownContainer) {
    const { files, store, now } = this.options;
    const open = await store.open({
      cluster: known.running.cluster,
      namespace: known.running.namespace,
      workload: known.running.workload,
      container: known.running.container,
    });
    return ratedFindings(known, {
      files,
      since: new Map(
        [...open].map(([key, { openedAt }]) => [key, openedAt] as const),
      ),
      now: new Date(now()).toISOString(),
    });
  }

  async #scan(known: KnownContainer): Promise<ContainerScan> {
    const { container, image } = known.running;
    const findings: RatedFinding[] | undefined = known.findings
      ? (await this.#rated(known)).counted
      : undefined;
    return {
      container,
      image,
      ...(known.scannedAt ? { scannedAt: known.scannedAt } : {}),
      ...(findings ? { findings } : {}),
    };
  }

  async #image(known: KnownContainer): Promise<ImageFindings> {
    const { running, state, sources, os, secrets } = known;
    const { counted, suppressed } = await this.#rated(known);
    const { container, image, replicaSet: _, ...place } = running;
    return {
      key: [
        place.cluster,
        place.namespace,
        place.workload,
        place.role,
        container,
      ].join('/'),
      container,
      image,
      places: [place],
      state,
      sources,
      ...(os ? { os } : {}),
      ...(known.findings ? { counts: countBySeverity(counted) } : {}),
      upgrades: upgradesOf(counted),
      suppressed,
      secrets,
    };
  }

  #sources(containers: readonly RunningContainer[]): FindingSource[] {
    const clusters = new Set(containers.map(({ cluster }) => cluster));
    return [
      ...this.options.ingest
        .sources()
        .filter(({ cluster }) => clusters.has(cluster))
        .map(clusterSource),
      ...this.options.files.sources(),
    ];
  }
}

const idsOf = ({ upgrades }: ImageFindings) =>
  upgrades
    .flatMap(({ key, fixes }) => fixes.map(({ id }) => `${key} ${id}`))
    .sort()
    .join('\n');

/** The same container of the same image, in the same state, with the same findings, stands once with all its places. */
function sameImagesOnce(images: readonly ImageFindings[]): ImageFindings[] {
  const groups: ImageFindings[] = [];
  for (const image of images) {
    const same = groups.find(
      group =>
        group.container === image.container &&
        group.state === image.state &&
        imageInWords(group.image) === imageInWords(image.image) &&
        matchImages(group.image, image.image) !== undefined &&
        group.places[0].role === image.places[0].role &&
        idsOf(group) === idsOf(image),
    );
    if (same) same.places.push(...image.places);
    else groups.push({ ...image, places: [...image.places] });
  }
  return groups;
}

function checksOf(
  containers: readonly RunningContainer[],
  reports: readonly StoredReport[],
): WorkloadChecks[] {
  const seen = new Set<string>();
  return containers.flatMap(each => {
    const key = `${each.cluster}/${each.namespace}/${each.replicaSet}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const report = reports.find(
      ({ cluster, namespace, owner, kind }) =>
        kind === 'ConfigAuditReport' &&
        cluster === each.cluster &&
        namespace === each.namespace &&
        owner === each.replicaSet,
    );
    if (!report) return [];
    const { cluster, namespace, workload, kind, role } = each;
    return [
      {
        place: { cluster, namespace, workload, kind, role },
        ...(report.head.scannedAt ? { scannedAt: report.head.scannedAt } : {}),
        failed: report.body.checks
          .filter(({ success }) => !success)
          .sort((a, b) => compareSeverity(a.severity, b.severity)),
      },
    ];
  });
}
