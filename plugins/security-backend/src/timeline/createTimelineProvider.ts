import { parseEntityRef } from '@backstage/catalog-model';
import { ServiceUnavailableError } from '@backstage/errors';
import { Owners } from '@slipway/plugin-owners-node';
import {
  entityFindingsReadPermission,
  findingLane,
  securityReadPermission,
} from '@slipway/plugin-security-common';
import { TimelineLane } from '@slipway/plugin-timeline-common';
import { TimelineProvider } from '@slipway/plugin-timeline-node';
import { FindingsStore } from '../database/FindingsStore';
import { ReportIngest } from '../ingest/ReportIngest';
import { AccessService } from '../services/AccessService';
import { clusterSource } from '../services/clusterSource';
import { Running, RunningContainer } from '../services/Running';

/** Findings of one service that are read: far more than its lane has marks. */
const MOST_CHANGES = 10_000;

type Known = Pick<TimelineLane, 'knownFrom' | 'knownFromReason'>;

function findingsPath(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return `/catalog/${[namespace, kind, name]
    .map(encodeURIComponent)
    .join('/')}/security`;
}

/** Critical and high findings on the timeline, from the intervals that are kept of them. */
export function createTimelineProvider(options: {
  access: Pick<AccessService, 'readable'>;
  ingest: Pick<ReportIngest, 'sources'>;
  owners: Pick<Owners, 'known'>;
  running: Pick<Running, 'ofEntity' | 'ready'>;
  store: Pick<FindingsStore, 'changes' | 'firstFound' | 'reportsOf'>;
  onChange: (listener: () => void) => () => void;
  /** Most findings of a service that are read. */
  mostChanges?: number;
}): TimelineProvider {
  const { access, ingest, owners, running, store } = options;
  const { mostChanges = MOST_CHANGES } = options;

  /** Where nothing was ever found: since when that is known. */
  async function cleanSince(
    containers: readonly RunningContainer[],
  ): Promise<string | undefined> {
    const reports = await Promise.all(
      containers.map(({ cluster, namespace, replicaSet }) =>
        store.reportsOf(cluster, namespace, [replicaSet]),
      ),
    );
    const scans = reports
      .flat()
      .filter(({ kind }) => kind === 'VulnerabilityReport')
      .flatMap(({ head }) => head.scannedAt ?? []);
    return scans.sort().at(0);
  }

  function lackingOf(containers: readonly RunningContainer[]): string[] {
    const clusters = new Set(containers.map(({ cluster }) => cluster));
    return ingest
      .sources()
      .filter(({ cluster }) => clusters.has(cluster))
      .map(clusterSource)
      .flatMap(({ name, state, reason }) =>
        state === 'live' ? [] : [`${name}: ${reason}`],
      );
  }

  async function laneOf(
    entityRef: string,
    containers: readonly RunningContainer[],
    range: { from: number; to: number },
  ): Promise<TimelineLane> {
    const [changes, firstFound] = await Promise.all([
      store.changes(containers, range, mostChanges + 1),
      store.firstFound(containers),
    ]);
    const lane = findingLane(
      entityRef,
      changes.slice(0, mostChanges),
      firstFound,
      findingsPath(entityRef),
    );
    const lacking = lackingOf(containers);
    const cut = changes.at(mostChanges);
    if (cut) {
      return {
        ...lane,
        lacking,
        knownFrom: Date.parse(cut.closedAt ?? cut.openedAt),
        knownFromReason:
          'There are too many findings in this range to read the older ones.',
      };
    }
    const since =
      [...firstFound.values()].sort().at(0) ?? (await cleanSince(containers));
    const known: Known =
      since === undefined
        ? {
            knownFrom: range.to,
            knownFromReason: 'unknown: nothing of it has been scanned',
          }
        : {
            knownFrom: Date.parse(since),
            knownFromReason: 'Nothing is kept of scans before.',
          };
    return { ...lane, lacking, ...known };
  }

  return {
    plugin: 'security',
    title: 'findings',
    kinds: ['finding'],
    permissions: [securityReadPermission],
    async read({ entityRefs, from, to }, { credentials }) {
      if (!owners.known()) {
        throw new ServiceUnavailableError(
          'the catalog has not been read yet, so nobody knows whose findings these are',
        );
      }
      await running.ready();
      const services = entityRefs
        .map(entityRef => ({
          entityRef,
          containers: running.ofEntity(entityRef),
        }))
        .filter(({ containers }) => containers.length > 0);
      const readable = await access.readable(
        services.map(({ entityRef }) => entityRef),
        credentials,
      );
      return {
        lanes: await Promise.all(
          services.map(async ({ entityRef, containers }) =>
            readable.has(entityRef)
              ? laneOf(entityRef, containers, { from, to })
              : {
                  ...findingLane(entityRef, [], new Map(), ''),
                  knownFrom: to,
                  knownFromReason: `unknown: reading them takes the permission ${entityFindingsReadPermission.name} on the service`,
                },
          ),
        ),
      };
    },
    onChange: options.onChange,
  };
}
