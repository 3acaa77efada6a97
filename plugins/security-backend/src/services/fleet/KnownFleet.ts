import {
  ImageRef,
  Suppression,
  Vulnerability,
} from '@slipway/plugin-security-common';
import {
  Interval,
  IntervalPlace,
  KnownReport,
} from '../../database/FindingsStore';
import { OwnedBy, Running, RunningContainer } from '../Running';
import { ReadSuppressions } from '../Suppressions';
import { containerKey, placeKey } from './places';

/** Which entities a reader may read. */
export type Readable = (
  entityRefs: readonly string[],
) => Promise<ReadonlySet<string>>;

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

/** What of all containers is known beside the findings that the database counts. */
export class KnownFleet {
  readonly #places: ReadonlyMap<string, RunningContainer>;
  readonly #images = new Map<string, ImageRef[]>();

  constructor(
    private readonly facts: {
      containers: readonly RunningContainer[];
      reports: ReadonlyMap<string, KnownReport>;
      /** What has a bill of materials, by `ownerKey`. */
      packages: ReadonlySet<string>;
      /** Time of the scan of a build, of containers that the operator has not scanned. */
      builds: ReadonlyMap<string, string | undefined>;
      /** What only those scans found. */
      built: readonly Interval[];
      running: Running;
      suppressions: ReadSuppressions;
    },
  ) {
    const { containers } = facts;
    this.#places = new Map(
      containers.map(each => [placeKey(each), each] as const),
    );
    for (const each of containers) {
      const key = placeKey(each);
      this.#images.set(key, [...(this.#images.get(key) ?? []), each.image]);
    }
  }

  get containers(): readonly RunningContainer[] {
    return this.facts.containers;
  }

  /** Findings that only scans of builds have. */
  get built(): readonly Interval[] {
    return this.facts.built;
  }

  /** Who owns what is in a place. */
  ownerOf(place: IntervalPlace): OwnedBy {
    return (
      this.#places.get(placeKey(place)) ?? this.facts.running.ownerOf(place)
    );
  }

  /** Whether nothing is known of a container. */
  isUnknown(container: RunningContainer): boolean {
    const { reports, builds } = this.facts;
    const key = containerKey(container);
    return !reports.has(key) && !builds.has(key);
  }

  /** Whether there is a bill of materials of a container. */
  hasPackages(container: RunningContainer): boolean {
    return this.facts.packages.has(containerKey(container));
  }

  /** When a container was scanned. */
  scannedAt(container: RunningContainer): string | undefined {
    const { reports, builds } = this.facts;
    const key = containerKey(container);
    const report = reports.get(key);
    return report ? report.head.scannedAt : builds.get(key);
  }

  /** Vulnerabilities of which something does not count. */
  suppressedIds(): string[] {
    return this.facts.suppressions.named();
  }

  /** Who says that a finding does not count: of all images of its place, else of none. */
  suppression(interval: Interval): Suppression | undefined {
    const finding = vulnerabilityOf(interval);
    const { entityRef } = this.ownerOf(interval);
    const said = (
      this.#images.get(placeKey(interval)) ?? [
        { repository: interval.repository, digests: [] },
      ]
    ).map(image => this.facts.suppressions.of(finding, { image, entityRef }));
    return said.every(each => each !== undefined) ? said[0] : undefined;
  }

  /** Whether a reader may read what somebody owns; what no entity owns is everybody's who may read findings. */
  async readableBy(
    readable: Readable,
    more: readonly OwnedBy[],
  ): Promise<(owned: OwnedBy) => boolean> {
    const refs = new Set(
      [...this.containers, ...more].flatMap(({ entityRef }) => entityRef ?? []),
    );
    const allowed = await readable([...refs]);
    return ({ entityRef }) => entityRef === undefined || allowed.has(entityRef);
  }
}
