import {
  FindingsStore,
  StoredReport,
  StoredScan,
} from '../database/FindingsStore';
import { SignalFiles } from '../signals/SignalFiles';
import { KnownContainer, knownContainer, ratedFindings } from './imageFindings';
import { RunningContainer } from './Running';

/** What scanners say of containers that run: which findings count in each, and which do not. */
export class KnownFindings {
  constructor(
    private readonly options: {
      files: SignalFiles;
      store: FindingsStore;
      now: () => number;
    },
  ) {}

  /** What is kept of containers: one read for each namespace. */
  async of(containers: readonly RunningContainer[]): Promise<{
    known: KnownContainer[];
    reports: StoredReport[];
    scans: StoredScan[];
  }> {
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

  /** The findings of a container, rated, and since when they are known here. */
  async rated(known: KnownContainer) {
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
}
