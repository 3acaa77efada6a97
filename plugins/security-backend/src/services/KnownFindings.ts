import {
  AcceptedRisk,
  Deadlines,
  RatedFinding,
  SuppressedFinding,
} from '@slipway/plugin-security-common';
import {
  FindingsStore,
  StoredReport,
  StoredScan,
} from '../database/FindingsStore';
import { SignalFiles } from '../signals/SignalFiles';
import { KnownContainer, knownContainer, ratedFindings } from './imageFindings';
import { RunningContainer } from './Running';
import { Suppressions } from './Suppressions';

/** What scanners say of some containers that run. */
export interface ReadFindings {
  known: KnownContainer[];
  reports: StoredReport[];
  scans: StoredScan[];
  /** Accepted risks that hold, of everybody. */
  risks: readonly AcceptedRisk[];
  /** The findings of one of them that count, rated, and those that do not. */
  rated(known: KnownContainer): Promise<{
    counted: RatedFinding[];
    suppressed: SuppressedFinding[];
  }>;
}

/** What scanners say of containers that run: which findings count in each, and which do not. */
export class KnownFindings {
  constructor(
    private readonly options: {
      deadlines: Deadlines;
      files: SignalFiles;
      store: FindingsStore;
      suppressions: Suppressions;
      now: () => number;
    },
  ) {}

  /** What is kept of containers: one read for each namespace. */
  async of(containers: readonly RunningContainer[]): Promise<ReadFindings> {
    const { deadlines, files, store } = this.options;
    const now = new Date(this.options.now()).toISOString();
    const places = new Map<string, RunningContainer[]>();
    for (const each of containers) {
      const key = `${each.cluster}/${each.namespace}`;
      places.set(key, [...(places.get(key) ?? []), each]);
    }
    const [reports, scans, suppressions] = await Promise.all([
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
      this.options.suppressions.read(),
    ]);
    const all = reports.flat();
    return {
      reports: all,
      scans,
      risks: suppressions.risks,
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
      rated: async known =>
        ratedFindings(known, {
          files,
          since: await this.#since(known.running),
          suppressions,
          deadlines,
          now,
        }),
    };
  }

  /** Since when each finding of a container is known here, by its identity. */
  async #since(running: RunningContainer): Promise<Map<string, string>> {
    const { cluster, namespace, workload, container } = running;
    const place = { cluster, namespace, workload, container };
    const open = await this.options.store.open(place);
    return new Map(
      [...open].map(([key, { openedAt }]) => [key, openedAt] as const),
    );
  }
}
