import {
  compareSeverity,
  countBySeverity,
  Deadlines,
  EntityFindings,
  EntityTrend,
  FindingSource,
  FindingsSummary,
  imageInWords,
  ImageFindings,
  isScopedTo,
  matchImages,
  RiskPlace,
  Severity,
  SEVERITIES,
  trendOf,
  upgradesOf,
  WorkloadChecks,
} from '@slipway/plugin-security-common';
import { FindingsStore, StoredReport } from '../database/FindingsStore';
import { ReportIngest } from '../ingest/ReportIngest';
import { SignalFiles } from '../signals/SignalFiles';
import { clusterSource } from './clusterSource';
import { builtOnly, KnownContainer } from './imageFindings';
import { KnownFindings, ReadFindings } from './KnownFindings';
import { Running, RunningContainer } from './Running';
import { stampOf } from './stampOf';

const DAY_MS = 24 * 3_600_000;

const worst = (image: ImageFindings): Severity =>
  SEVERITIES.find(severity => (image.counts?.[severity] ?? 0) > 0) ?? 'unknown';

async function imageOf(
  known: KnownContainer,
  { rated }: ReadFindings,
): Promise<ImageFindings> {
  const { running, state, sources, os, secrets } = known;
  const { counted, suppressed } = await rated(known);
  const { cluster, namespace, workload, kind, role, pods } = running;
  const { container, image } = running;
  return {
    key: [cluster, namespace, workload, role, container].join('/'),
    container,
    image,
    places: [{ cluster, namespace, workload, kind, role, pods }],
    state,
    sources,
    ...(os ? { os } : {}),
    ...(known.findings ? { counts: countBySeverity(counted) } : {}),
    upgrades: upgradesOf(counted),
    suppressed,
    secrets,
  };
}

const placesOf = (containers: readonly RunningContainer[]): RiskPlace[] =>
  containers.map(({ entityRef, image: { repository } }) => ({
    repository,
    ...(entityRef ? { entityRef } : {}),
  }));

/** Answers what is known of the findings of entities. */
export class FindingsService {
  constructor(
    private readonly options: {
      deadlines: Deadlines;
      files: SignalFiles;
      ingest: Pick<ReportIngest, 'sources'>;
      known: KnownFindings;
      running: Running;
      store: Pick<FindingsStore, 'trend'>;
      now: () => number;
    },
  ) {}

  /** All findings of what an entity runs and has built. */
  async ofEntity(entityRef: string): Promise<EntityFindings> {
    const containers = this.options.running.ofEntity(entityRef);
    const read = await this.options.known.of(containers);
    const { known, reports, scans } = read;
    const images = await Promise.all(known.map(each => imageOf(each, read)));
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
      risks: read.risks.filter(risk =>
        [{ entityRef, repository: '' }, ...placesOf(containers)].some(place =>
          isScopedTo(risk, place),
        ),
      ),
      ...(this.#hasDeadlines() ? { deadlines: this.options.deadlines } : {}),
      sources: this.#sources(containers),
    };
  }

  /** How many findings of what an entity runs now were open, over some days. */
  async trendOf(entityRef: string, days: number): Promise<EntityTrend> {
    const { running, store, now } = this.options;
    const at = now();
    const from = new Date(at - (days - 1) * DAY_MS).toISOString().slice(0, 10);
    const facts = await store.trend(running.ofEntity(entityRef), from);
    return {
      ...trendOf(facts, { from, now: new Date(at).toISOString() }),
      ...(facts.firstAt ? { knownFrom: facts.firstAt } : {}),
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
      ...(this.#hasDeadlines()
        ? { overdue: counted.filter(({ overdue }) => overdue).length }
        : {}),
      images: images.length,
      notScanned: images.filter(({ state }) => state === 'not-scanned').length,
      ...(scans.length ? { scannedAt: scans[0] } : {}),
      stamp: stampOf(findings),
    };
  }

  #hasDeadlines(): boolean {
    return Object.keys(this.options.deadlines).length > 0;
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
