import {
  FleetFindings,
  FleetRow,
  imageInWords,
  isAllowedImage,
  OutsideImage,
} from '@slipway/plugin-security-common';
import { FindingsStore, Interval } from '../database/FindingsStore';
import { SignalFiles } from '../signals/SignalFiles';
import { FleetReader } from './fleet/FleetReader';
import { FleetRows } from './fleet/FleetRows';
import { KnownFleet, Readable } from './fleet/KnownFleet';
import { ownedBy } from './fleet/places';
import { RunningContainer } from './Running';

/** Most findings of vulnerabilities that files or users speak of. */
const MOST_NAMED = 100_000;

const outsideImage = (container: RunningContainer): OutsideImage => ({
  ...ownedBy(container),
  image: imageInWords(container.image),
  cluster: container.cluster,
  namespace: container.namespace,
  workload: container.workload,
  container: container.container,
});

/** The oldest scan of a row. */
function scanned(row: FleetRow, at: string | undefined): void {
  if (at && (row.scannedAt === undefined || at < row.scannedAt)) {
    row.scannedAt = at;
  }
}

/** Counts the findings of all services. Each answer holds only what its reader may read. */
export class FleetService {
  constructor(
    private readonly options: {
      allowedRegistries?: readonly string[];
      files: SignalFiles;
      reader: FleetReader;
      store: FindingsStore;
      now: () => number;
    },
  ) {}

  /**
   * Findings of each service in each cluster, counted.
   *
   * @throws ServiceUnavailableError while nobody knows whose anything is
   */
  async fleet(readable: Readable): Promise<FleetFindings> {
    const { allowedRegistries, files, reader, store, now } = this.options;
    const [known, counted] = await Promise.all([
      reader.read(),
      store.countOpen(),
    ]);
    const may = await known.readableBy(
      readable,
      counted.map(place => known.ownerOf(place)),
    );
    const rows = new FleetRows({
      exploited: files.named().exploited !== undefined,
      outside: allowedRegistries !== undefined,
    });
    const outside: OutsideImage[] = [];
    for (const each of known.containers) {
      if (!may(each)) continue;
      const row = rows.of(each, each);
      row.images++;
      if (known.isUnknown(each)) row.notScanned++;
      scanned(row, known.scannedAt(each));
      const { repository } = each.image;
      if (allowedRegistries && !isAllowedImage(repository, allowedRegistries)) {
        row.outside = (row.outside ?? 0) + 1;
        outside.push(outsideImage(each));
      }
    }
    for (const { severity, open, fixable, ...place } of counted) {
      const owner = known.ownerOf(place);
      if (!may(owner)) continue;
      const row = rows.of(place, owner);
      row.counts[severity] += open;
      row.fixable += fixable;
    }
    for (const interval of known.built) {
      const owner = known.ownerOf(interval);
      if (!may(owner)) continue;
      const row = rows.of(interval, owner);
      row.counts[interval.severity]++;
      if (interval.fixed) row.fixable++;
    }
    await this.#judge(known, ({ interval, suppressed, isExploited }) => {
      const owner = known.ownerOf(interval);
      if (!may(owner)) return;
      const row = rows.of(interval, owner);
      if (suppressed) {
        row.counts[interval.severity]--;
        if (interval.fixed) row.fixable--;
      } else if (isExploited) {
        row.exploited = (row.exploited ?? 0) + 1;
      }
    });
    return {
      rows: rows.all(),
      ...(allowedRegistries ? { outside } : {}),
      sources: reader.sources(),
      at: new Date(now()).toISOString(),
    };
  }

  /** Calls back for each finding of which a file or a user says something. */
  async #judge(
    known: KnownFleet,
    each: (judged: {
      interval: Interval;
      suppressed: boolean;
      isExploited: boolean;
    }) => void,
  ) {
    const { files, store } = this.options;
    const { exploited } = files.named();
    const ids = [...new Set([...known.suppressedIds(), ...(exploited ?? [])])];
    const found = ids.length
      ? await store.search({ vulnerabilities: ids, limit: MOST_NAMED })
      : [];
    const named = new Set(ids);
    const built = known.built.filter(({ vulnerability }) =>
      named.has(vulnerability),
    );
    for (const interval of [...found, ...built]) {
      each({
        interval,
        suppressed: known.suppression(interval) !== undefined,
        isExploited: exploited?.has(interval.vulnerability) ?? false,
      });
    }
  }
}
