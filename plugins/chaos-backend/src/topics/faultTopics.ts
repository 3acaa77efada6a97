import { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  chaosEntityTopic,
  chaosFaultTopic,
  chaosHaltTopic,
  chaosListTopic,
  FaultDetail,
  FaultParts,
  faultPathSchema,
  faultReadPermission,
  FaultRef,
  FaultRow,
  HaltState,
} from '@slipway/plugin-chaos-common';
import {
  followingSource,
  provideTopic,
  readingSource,
  TopicProvider,
  TopicSink,
} from '@slipway/plugin-live-node';
import { requireEntityRef } from '@slipway/plugin-owners-node';
import { FaultReader } from '../services/FaultReader';
import { FaultsService } from '../services/FaultsService';
import { HaltService } from '../services/HaltService';

const authorize = () => ({ permission: faultReadPermission });

/** How often pods of targets and the halt of other replicas are read, while somebody looks. */
const POLL_MS = 3_000;

function followRows(
  faults: FaultsService,
  sink: TopicSink<FaultRow>,
  includes: (row: FaultRow) => boolean,
) {
  return followingSource<FaultRow>({
    sink,
    subscribe: changed =>
      faults.subscribe(change => {
        if (change.type === 'upsert' && !includes(change.row)) {
          changed({ type: 'remove', key: change.key });
        } else if (change.type === 'upsert') {
          changed({ type: 'upsert', key: change.key, value: change.row });
        } else {
          changed(change);
        }
      }),
    snapshot: () => faults.entries().filter(([, row]) => includes(row)),
    freshness: () => faults.freshness(),
    answered: () =>
      faults.freshness().some(({ state }) => state !== 'connecting'),
    ready: () => faults.ready(),
  });
}

/** `chaos:list`: every fault of every cluster. */
export const createListTopic = (faults: FaultsService): TopicProvider =>
  provideTopic(chaosListTopic, {
    authorize,
    open: (_, sink) => followRows(faults, sink, () => true),
  });

/** `chaos:entity`: those of one entity. */
export const createEntityTopic = (faults: FaultsService): TopicProvider =>
  provideTopic(chaosEntityTopic, {
    authorize(params) {
      requireEntityRef(params.entityRef);
      return authorize();
    },
    open(params, sink) {
      const entityRef = requireEntityRef(params.entityRef);
      return followRows(
        faults,
        sink,
        ({ entity }) =>
          entity.state === 'bound' && entity.entityRef === entityRef,
      );
    },
  });

type Part = FaultParts[keyof FaultParts];

/** The items of a detail: `core`, and the others under `<part>/<id>`. */
function itemsOf(detail: FaultDetail): Array<[string, Part]> {
  const { core, records, events, children } = detail;
  return [
    ['core', core],
    ...records.map((each): [string, Part] => [
      `record/${each.side}/${each.id}`,
      each,
    ]),
    ...events.map((each): [string, Part] => [`event/${each.uid}`, each]),
    ...children.map((each): [string, Part] => [`child/${each.name}`, each]),
  ];
}

/** `chaos:fault`: everything about one fault; nothing when there is none. */
export function createFaultTopic(options: {
  faults: FaultsService;
  reader: FaultReader;
  logger: LoggerService;
}): TopicProvider {
  const { faults, reader, logger } = options;
  return provideTopic(chaosFaultTopic, {
    authorize,
    open(params, sink) {
      const ref: FaultRef = faultPathSchema.parse(params);
      const source = readingSource<Part>({
        sink,
        logger,
        source: ref.cluster,
        unread: `Faults of ${ref.cluster} cannot be read.`,
        pollMs: POLL_MS,
        freshness: () =>
          faults.freshness().filter(each => each.source === ref.cluster),
        async read() {
          await faults.ready();
          try {
            return itemsOf(await reader.detail(ref));
          } catch (error) {
            if (error instanceof NotFoundError) return [];
            throw error;
          }
        },
      });
      const end = faults.subscribe(change => {
        const concerns =
          change.type !== 'upsert' ||
          (change.row.ref.cluster === ref.cluster &&
            change.row.ref.namespace === ref.namespace);
        if (concerns && change.type !== 'all') source.changed();
      });
      return {
        close() {
          end();
          source.close();
        },
      };
    },
  });
}

/** `chaos:halt`: whether new faults are blocked, by whom and why. */
export function createHaltTopic(options: {
  halt: HaltService;
  logger: LoggerService;
}): TopicProvider {
  const { halt, logger } = options;
  return provideTopic(chaosHaltTopic, {
    authorize,
    open(_, sink) {
      const source = readingSource<HaltState>({
        sink,
        logger,
        source: 'database',
        unread: 'Whether faults are halted cannot be read.',
        pollMs: POLL_MS,
        read: async () => [['halt', await halt.read()]],
      });
      const end = halt.subscribe(() => source.changed());
      return {
        close() {
          end();
          source.close();
        },
      };
    },
  });
}
