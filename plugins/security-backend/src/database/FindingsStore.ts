import {
  CiScan,
  ReportBody,
  ReportHead,
  ReportKind,
  Severity,
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

export interface StoredScan {
  scan: CiScan;
  /** ISO time. */
  receivedAt: string;
  /** Name of the token with which it was sent. */
  token: string;
}

/** Where findings are kept. */
export interface FindingsStore {
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
  /** Vulnerability reports of one container of a workload, of all its revisions. */
  reportsAt(place: IntervalPlace): Promise<StoredReport[]>;
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
  /** Open intervals of all places that match, at most `limit`. */
  search(query: {
    vulnerability?: string;
    pkg?: string;
    cluster?: string;
    severity?: Severity;
    limit: number;
  }): Promise<Interval[]>;

  /** Keeps the scan of a build in place of one of the same image. */
  keepScan(stored: StoredScan): Promise<void>;
  /** Scans of repositories, newest first, at most 20 of each. */
  scansOf(repositories: readonly string[]): Promise<StoredScan[]>;
  /** Forgets scans that were received before a time. */
  expireScans(before: string): Promise<void>;
}
