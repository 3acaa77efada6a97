import { ReportBody, SbomPackage } from '@slipway/plugin-security-common';
import {
  FindingsStore,
  ReportRef,
  StoredReport,
} from '../database/FindingsStore';
import { currentFindings } from './currentFindings';

/** Reports of one transaction. */
const MOST = 32;

/** A report that was read. */
export interface ReadReport {
  report: StoredReport;
  /** Of a bill of materials. */
  packages?: SbomPackage[];
}

interface Waiting extends ReadReport {
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** Makes the intervals of a container what its reports say together. */
export async function updateFindings(
  store: FindingsStore,
  ref: ReportRef & { workload: string },
  at: string,
  /** What was read of `ref` just now. */
  own?: StoredReport,
): Promise<void> {
  const { cluster, namespace, workload, container } = ref;
  const place = { cluster, namespace, workload, container };
  const reports = [
    ...(await store.reportsAt(place, own && ref)),
    ...(own ? [own] : []),
  ];
  await store.apply(
    place,
    currentFindings(reports),
    at,
    reports.length ? 'scan' : 'gone',
  );
}

/** What of a report is kept elsewhere, or of no use. */
export const NO_BODY: ReportBody = {
  vulnerabilities: [],
  checks: [],
  secrets: [],
  unreadable: 0,
};

/**
 * Keeps reports. What is read while a transaction is under way is kept by the
 * next one, together: after a start there are thousands, and each transaction
 * waits for the disk.
 */
export class ReportWriter {
  readonly #waiting: Waiting[] = [];
  #isWriting = false;

  constructor(
    private readonly store: FindingsStore,
    private readonly now: () => number,
  ) {}

  /** Resolves when it is kept. */
  keep(read: ReadReport): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...read, resolve, reject });
      if (!this.#isWriting) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length) {
      const batch = this.#waiting.splice(0, MOST);
      try {
        await this.#keepAll(batch);
        for (const { resolve } of batch) resolve();
      } catch {
        // One that cannot be kept must not stop the others.
        for (const each of batch) {
          await this.#keepAll([each]).then(each.resolve, each.reject);
        }
      }
    }
    this.#isWriting = false;
  }

  #keepAll(batch: readonly ReadReport[]): Promise<void> {
    return this.store.together(async store => {
      for (const each of batch) await this.#keep(store, each);
    });
  }

  async #keep(store: FindingsStore, { report, packages }: ReadReport) {
    const { kind, workload, head } = report;
    await store.keepReport(report);
    if (packages) await store.keepPackages(report, packages);
    if (kind === 'VulnerabilityReport' && workload) {
      const at = head.scannedAt ?? new Date(this.now()).toISOString();
      await updateFindings(store, { ...report, workload }, at, report);
    }
  }
}
