import {
  CiScan,
  FindingChange,
  ReportBody,
  ReportHead,
  ReportKind,
  SbomPackage,
  Severity,
  TrendFacts,
} from '@slipway/plugin-security-common';

/** What one report is about; the same after it was deleted and made again. */
export interface ReportRef {
  cluster: string;
  namespace: string;
  kind: ReportKind;
  /** As the scanner names it: usually a ReplicaSet. */
  owner: string;
  /** Empty where the report is not of one container. */
  container: string;
}

export interface StoredReport extends ReportRef {
  /** The Rollout or Deployment; undefined while it is not known. */
  workload?: string;
  uid: string;
  resourceVersion: string;
  head: ReportHead;
  body: ReportBody;
  /** ISO time since when the cluster has no such report. */
  goneAt?: string;
}

/** Where intervals of findings are: one container of one workload. */
export interface IntervalPlace {
  cluster: string;
  namespace: string;
  workload: string;
  container: string;
}

/** All containers of one workload. */
export type WorkloadPlace = Omit<IntervalPlace, 'container'>;

/** What is kept of a finding for searching. */
export interface IntervalFacts {
  repository: string;
  vulnerability: string;
  pkg: string;
  type?: string;
  installed: string;
  fixed?: string;
  severity: Severity;
}

export interface Interval extends IntervalFacts, IntervalPlace {
  /** Identity of the finding over releases. */
  key: string;
  openedAt: string;
  closedAt?: string;
  closedBy?: 'scan' | 'gone';
}

/** How many open findings of a severity a container has. */
export interface IntervalCount extends IntervalPlace {
  severity: Severity;
  open: number;
  /** Of these, with a listed fix. */
  fixable: number;
}

/** What is kept of a report, without what it found. */
export type KnownReport = Omit<StoredReport, 'body'>;

/** A package of an image, and where it runs. */
export interface PackagePlace extends ReportRef {
  workload?: string;
  /** `ReplicaSet`, `StatefulSet` */
  ownerKind?: string;
  pkg: string;
  type?: string;
  version: string;
}

export interface StoredScan {
  scan: CiScan;
  /** ISO time. */
  receivedAt: string;
  /** Name of the token with which it was sent. */
  token: string;
}

/** Where findings are kept. */
export interface FindingsStore {
  /** Does some work in one transaction: all of it is kept, or nothing. */
  together<T>(work: (store: FindingsStore) => Promise<T>): Promise<T>;
  /** Version of each report of a kind that is kept, by {@link ReportRef} in words. */
  versions(
    cluster: string,
    kind: ReportKind,
  ): Promise<Map<string, { ref: ReportRef; version: string; gone: boolean }>>;
  /** Keeps a report in place of an earlier one about the same. */
  keepReport(report: StoredReport): Promise<void>;
  /** The cluster has it no more. Without effect when there is a newer one by now. */
  markGone(ref: ReportRef, uid: string | undefined, at: string): Promise<void>;
  /** All that is kept of owners in a namespace. */
  reportsOf(
    cluster: string,
    namespace: string,
    owners: readonly string[],
  ): Promise<StoredReport[]>;
  /**
   * Vulnerability reports of one container of a workload, of all its revisions.
   *
   * @param but - a report that is left out
   */
  reportsAt(place: IntervalPlace, but?: ReportRef): Promise<StoredReport[]>;
  /** Forgets reports that are gone since before a time. @returns them */
  expire(before: string): Promise<StoredReport[]>;

  /** Intervals of a place, by the identity of the finding; open ones only. */
  open(place: IntervalPlace): Promise<Map<string, Interval>>;
  /**
   * Makes the open intervals of a place those of `current`: opens what is new,
   * closes what is missing, and updates the facts of what stays.
   */
  apply(
    place: IntervalPlace,
    current: ReadonlyMap<string, IntervalFacts>,
    at: string,
    closedBy: 'scan' | 'gone',
  ): Promise<void>;
  /**
   * Critical and high findings of workloads that were opened or closed in a
   * range, at most `limit`, those that changed last first.
   *
   * @param range - ms since the epoch
   */
  changes(
    places: readonly WorkloadPlace[],
    range: { from: number; to: number },
    limit: number,
  ): Promise<FindingChange[]>;
  /** ISO time of the first finding of each container of workloads that is kept, of any severity, by `foundAtKey`. */
  firstFound(places: readonly WorkloadPlace[]): Promise<Map<string, string>>;
  /**
   * How many findings of workloads were open on a day, and what changed since.
   *
   * @param from - ISO date
   */
  trend(places: readonly WorkloadPlace[], from: string): Promise<TrendFacts>;
  /** Open findings of each container, counted. */
  countOpen(): Promise<IntervalCount[]>;
  /**
   * Open intervals of all places of some vulnerabilities or of a package, at
   * most `limit`, in the order of their places.
   *
   * @param query - `pkg`: as `isNamed` decides
   */
  search(query: {
    vulnerabilities?: readonly string[];
    pkg?: string;
    limit: number;
  }): Promise<Interval[]>;

  /** All ids of a vulnerability that reports and scans have said are the same, with itself. */
  sameAs(vulnerability: string): Promise<string[]>;

  /** Reports of a kind, without what they found. */
  reportsOfKind(kind: ReportKind): Promise<KnownReport[]>;
  /** Makes these the packages of a bill of materials. */
  keepPackages(ref: ReportRef, packages: readonly SbomPackage[]): Promise<void>;
  /** Where a package is, at most `limit`. @param name - as `isNamed` decides */
  packagesNamed(name: string, limit: number): Promise<PackagePlace[]>;

  /** Keeps the scan of a build in place of one of the same image. */
  keepScan(stored: StoredScan): Promise<void>;
  /** Scans of repositories, newest first, at most 20 of each. */
  scansOf(repositories: readonly string[]): Promise<StoredScan[]>;
  /** Forgets scans that were received before a time. */
  expireScans(before: string): Promise<void>;
}
