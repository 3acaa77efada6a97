import { Severity } from '../types';
import { compareVersions } from '../versions/compareVersions';
import { FindingSource } from './views';

/** A service in one cluster, or a workload there that no entity owns. */
export interface FleetRow {
  /** Unique within the answer. */
  key: string;
  /** Absent: no entity owns it. */
  entityRef?: string;
  ownerRef?: string;
  cluster: string;
  /** Of what no entity owns. */
  workload?: { namespace: string; name: string };
  /** Findings that count, of what was scanned. A finding counts once for each workload and container. */
  counts: Record<Severity, number>;
  /** Of these, with a listed fix. */
  fixable: number;
  /** Of these, known to be exploited. Absent: no list is configured. */
  exploited?: number;
  /** Containers that run, stable and canary apart. */
  images: number;
  /** Of these, nothing is known: not the same as having no findings. */
  notScanned: number;
  /** Of these, from outside of the allowed registries. Absent: none are configured. */
  outside?: number;
  /** ISO time of the oldest scan that it is made of. */
  scannedAt?: string;
}

/** A container whose image is from outside of the allowed registries. */
export interface OutsideImage extends Pick<FleetRow, 'entityRef' | 'ownerRef'> {
  image: string;
  cluster: string;
  namespace: string;
  workload: string;
  container: string;
}

/** Answer of `GET /fleet`: what the caller may read, and nothing about the rest. */
export interface FleetFindings {
  rows: FleetRow[];
  /** Absent: no allowed registries are configured, so it is unknown. */
  outside?: OutsideImage[];
  sources: FindingSource[];
  /** ISO time at which it was counted. */
  at: string;
}

/** Where something that was searched for runs. */
export interface SearchHit extends Pick<FleetRow, 'entityRef' | 'ownerRef'> {
  /** Unique within the answer. */
  key: string;
  cluster: string;
  namespace: string;
  workload: string;
  container: string;
  pkg: string;
  type?: string;
  installed: string;
  /** `findings`: a scan found the vulnerability; `packages`: the package is in the bill of materials. */
  seenIn: 'findings' | 'packages';
  vulnerability?: string;
  severity?: Severity;
  fixed?: string;
  /** ISO time since when the finding is open; absent for what only the scan of a build says. */
  since?: string;
  /** It does not count, and who says so: `OpenVEX: not_affected`. */
  suppressed?: string;
  /** With a version: whether the installed one is below it, or cannot be compared. */
  order?: 'below' | 'unknown';
}

/** Answer of `GET /search`. */
export interface SearchAnswer {
  hits: SearchHit[];
  /** There are more than are listed. */
  truncated: boolean;
  /** Containers that run, that the caller may read, and of which nothing is known. */
  notScanned: number;
  /** Containers with a bill of materials, of all that the caller may read. Without one a package that has no finding is not found. */
  withPackages: number;
  images: number;
  sources: FindingSource[];
  at: string;
}

/**
 * Whether an installed version is below another, by the rules of its ecosystem.
 *
 * @returns undefined when it is not below; `unknown` when the two cannot be compared
 */
export function belowVersion(
  installed: { type?: string; version: string },
  below: string,
): 'below' | 'unknown' | undefined {
  const order = compareVersions(installed.type, installed.version, below);
  if (order === undefined) return 'unknown';
  return order < 0 ? 'below' : undefined;
}

/**
 * Whether an image is from one of the allowed registries.
 *
 * @param allowed - registries or beginnings of repositories, normalized: `ghcr.io/acme`
 */
export function isAllowedImage(
  repository: string,
  allowed: readonly string[],
): boolean {
  return allowed.some(
    each => repository === each || repository.startsWith(`${each}/`),
  );
}
