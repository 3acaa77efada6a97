import { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { Freshness } from '@slipway/plugin-clusters-common';
import { Clusters, KindCache } from '@slipway/plugin-clusters-node';
import {
  readReportBody,
  readReportHead,
  readSbom,
  REPORT_KINDS,
  REPORT_RESOURCES,
  reportKind,
  ReportKind,
  ReportObject,
} from '@slipway/plugin-security-common';
import { FindingsStore, ReportRef } from '../database/FindingsStore';
import { reportKey } from '../database/rows';
import { Running } from '../services/Running';
import { NO_BODY, ReportWriter, updateFindings } from './ReportWriter';

/** Reports that are read, and wait to be kept, at the same time. */
const PARALLEL = 32;
/** After a report could not be read or kept. */
const RETRY_MS = 15_000;

/** Kinds whose entries are kept; of the others the head is enough. */
const WITH_BODY: ReadonlySet<ReportKind> = new Set<ReportKind>([
  'VulnerabilityReport',
  'ClusterVulnerabilityReport',
  'ConfigAuditReport',
  'ExposedSecretReport',
]);

/** Kinds of which pages show something. */
const SHOWN: ReadonlySet<ReportKind> = new Set<ReportKind>([
  ...WITH_BODY,
  'SbomReport',
]);

/** What a cluster gives. */
export interface ReportSource extends Freshness {
  /** Vulnerability reports. */
  reports: number;
  /** ISO time of the latest scan. */
  newest?: string;
  /** Why other kinds cannot be read, a sentence each. */
  unread: string[];
}

interface Waiting {
  cluster: string;
  kind: ReportKind;
  namespace: string;
  name: string;
}

/**
 * Keeps what Trivy Operator reports. The watches hold heads only; a report that
 * is new or has changed is read once, outside of them, and its findings are
 * kept as intervals. A report that expires counts for a grace period, so that
 * one that is deleted and made again is neither fixed nor found again.
 */
export class ReportIngest {
  readonly #caches: Array<{ kind: ReportKind; cache: KindCache<ReportObject> }>;
  readonly #waiting = new Map<string, Waiting>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #writer: ReportWriter;
  #working = 0;
  #idle: Array<() => void> = [];
  #stopped = false;

  constructor(
    private readonly options: {
      clusters: Pick<Clusters, 'get' | 'watch'>;
      logger: LoggerService;
      running: Pick<Running, 'ready' | 'workloadOf'>;
      store: FindingsStore;
      graceMs: number;
      /** Pause after a report could not be read or kept; 15 s unless given. */
      retryMs?: number;
      onChange: () => void;
      now: () => number;
    },
  ) {
    this.#writer = new ReportWriter(options.store, options.now);
    this.#caches = REPORT_KINDS.map(kind => ({
      kind,
      cache: options.clusters.watch<ReportObject>(reportKind(kind)),
    }));
  }

  /** Follows the reports. Owners are read first, so that each report finds its workload. */
  async start(): Promise<void> {
    await this.options.running.ready();
    for (const { kind, cache } of this.#caches) {
      if (this.#stopped) return;
      cache.subscribe(event => {
        if (event.type === 'sync') this.#sync(kind, cache, event.cluster);
        if (event.type === 'upsert') {
          this.#enqueue(event.cluster, kind, event.object);
        }
        if (event.type === 'remove') {
          this.#removed(event.cluster, kind, event.object);
        }
      });
      for (const { cluster, state } of cache.freshness()) {
        if (state === 'live') this.#sync(kind, cache, cluster);
      }
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const { cache } of this.#caches) cache.release();
  }

  /** Resolves when nothing waits to be read. */
  async idle(): Promise<void> {
    if (this.#working === 0 && this.#waiting.size === 0) return;
    await new Promise<void>(resolve => this.#idle.push(resolve));
  }

  /** How current the vulnerability reports of each cluster are, and how many it has. */
  sources(): ReportSource[] {
    const [{ cache }] = this.#caches;
    return cache.freshness().map(freshness => {
      const reports = cache.list({ cluster: freshness.cluster });
      const times = reports.flatMap(({ head }) => head.scannedAt ?? []).sort();
      const newest = times.at(-1);
      return {
        ...freshness,
        reports: reports.length,
        ...(newest ? { newest } : {}),
        unread: this.#unread(freshness.cluster),
      };
    });
  }

  /** Why other kinds whose contents are shown cannot be read in a cluster. */
  #unread(cluster: string): string[] {
    return this.#caches.slice(1).flatMap(({ kind, cache }) => {
      if (!SHOWN.has(kind)) return [];
      const found = cache.freshness().find(each => each.cluster === cluster);
      if (found?.state === 'not-installed') return `It has no ${kind}s.`;
      return found?.state === 'refused' ? found.reason ?? [] : [];
    });
  }

  /** Forgets reports whose grace period is over, and what only they said. */
  async expire(): Promise<void> {
    const { store, graceMs, now } = this.options;
    const at = new Date(now()).toISOString();
    const gone = await store.expire(new Date(now() - graceMs).toISOString());
    for (const report of gone) {
      if (report.kind === 'VulnerabilityReport' && report.workload) {
        await updateFindings(
          store,
          { ...report, workload: report.workload },
          at,
        );
      }
    }
    if (gone.length) this.options.onChange();
  }

  #enqueue(cluster: string, kind: ReportKind, { metadata }: ReportObject) {
    const { name, namespace = '' } = metadata;
    const key = [cluster, kind, namespace, name].join('/');
    this.#waiting.set(key, { cluster, kind, namespace, name });
    this.#work();
  }

  #removed(cluster: string, kind: ReportKind, object: ReportObject) {
    const ref = refOf(cluster, kind, object);
    this.#run(`of a deleted ${kind}`, async () => {
      const at = new Date(this.options.now()).toISOString();
      await this.options.store.markGone(ref, object.metadata.uid, at);
      this.options.onChange();
    });
  }

  /** After a list: reads what changed meanwhile, and marks what is gone. */
  #sync(kind: ReportKind, cache: KindCache<ReportObject>, cluster: string) {
    this.#run(`the list of ${kind} of ${cluster}`, async () => {
      const { store, now } = this.options;
      const kept = await store.versions(cluster, kind);
      const there = new Set<string>();
      for (const object of cache.list({ cluster })) {
        const key = reportKey(refOf(cluster, kind, object));
        there.add(key);
        const known = kept.get(key);
        const { uid, resourceVersion } = object.metadata;
        if (known?.gone || known?.version !== `${uid}/${resourceVersion}`) {
          this.#enqueue(cluster, kind, object);
        }
      }
      const at = new Date(now()).toISOString();
      for (const [key, { ref, gone }] of kept) {
        if (!there.has(key) && !gone) await store.markGone(ref, undefined, at);
      }
      this.options.onChange();
    });
  }

  #work(): void {
    while (this.#working < PARALLEL && !this.#stopped) {
      const next = this.#waiting.entries().next().value;
      if (!next) return;
      const [key, waiting] = next;
      this.#waiting.delete(key);
      this.#run(`${waiting.kind} of ${waiting.cluster}`, () =>
        this.#read(waiting),
      );
    }
  }

  /** Something to do, counted, whose failure is logged. */
  #run(what: string, work: () => Promise<void>): void {
    this.#working++;
    work()
      .catch(error => {
        if (this.#stopped) return;
        this.options.logger.warn(
          `Cannot keep ${what}: ${isError(error) ? error.message : 'unknown'}`,
        );
      })
      .finally(() => {
        this.#working--;
        this.#work();
        if (this.#working === 0 && this.#waiting.size === 0) {
          for (const resolve of this.#idle.splice(0)) resolve();
        }
      });
  }

  async #read(waiting: Waiting): Promise<void> {
    const { cluster, kind, namespace, name } = waiting;
    const { clusters, running, onChange } = this.options;
    let raw: Record<string, unknown>;
    try {
      raw = await clusters.get(REPORT_RESOURCES[kind], {
        cluster,
        namespace,
        name,
      });
    } catch (error) {
      // Deleted meanwhile: its removal is an event of its own.
      if (isError(error) && error.name === 'NotFoundError') return;
      this.#later(waiting);
      throw error;
    }
    const projected = reportKind(kind).project(raw);
    const head = readReportHead(kind, raw);
    if (!projected || !head) return;
    const ref = refOf(cluster, kind, projected);
    const workload =
      head.subject.kind === 'ReplicaSet'
        ? running.workloadOf(cluster, ref.namespace, ref.owner)
        : ref.owner;
    try {
      await this.#writer.keep({
        report: {
          ...ref,
          ...(workload ? { workload } : {}),
          uid: projected.metadata.uid,
          resourceVersion: projected.metadata.resourceVersion,
          head,
          body: WITH_BODY.has(kind) ? readReportBody(raw) : NO_BODY,
        },
        ...(kind === 'SbomReport' ? { packages: readSbom(raw) } : {}),
      });
    } catch (error) {
      // Nobody else would bring it again before the next list.
      this.#later(waiting);
      throw error;
    }
    onChange();
  }

  #later({ cluster, kind, namespace, name }: Waiting) {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#waiting.set([cluster, kind, namespace, name].join('/'), {
        cluster,
        kind,
        namespace,
        name,
      });
      this.#work();
    }, this.options.retryMs ?? RETRY_MS);
    this.#timers.add(timer);
  }
}

/** What a report is about; of one without labels its own name, which is then all that is known. */
function refOf(
  cluster: string,
  kind: ReportKind,
  { head, metadata }: ReportObject,
): ReportRef {
  const { subject } = head;
  return {
    cluster,
    namespace: subject.namespace ?? metadata.namespace ?? '',
    kind,
    owner: subject.name ?? metadata.name,
    container: subject.container ?? '',
  };
}
