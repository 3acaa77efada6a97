/**
 * Test doubles for plugins that write activity.
 *
 * @packageDocumentation
 */
import {
  createServiceFactory,
  ServiceFactory,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { ActivityEntry, ActivityQuery } from '@slipway/plugin-activity-common';
import { activityServiceRef } from './activityServiceRef';
import { ActivityService } from './types';

/** An {@link ActivityService} in memory that a test can look into. */
export interface FakeActivity extends ActivityService {
  /** Everything recorded, oldest first. */
  readonly entries: readonly ActivityEntry[];
  /** From now on every call rejects with this error; `undefined` ends it. */
  failWith(error: Error | undefined): void;
  /** For `startTestBackend({ features: [plugin, fake.factory] })`. */
  readonly factory: ServiceFactory<ActivityService, 'plugin'>;
}

/** Makes a {@link FakeActivity} without entries. */
export function fakeActivity(): FakeActivity {
  const entries: ActivityEntry[] = [];
  const claimed = new Set<string>();
  let failure: Error | undefined;
  const nextId = () => `activity-${entries.length + 1}`;
  const up = () => {
    if (failure) throw failure;
  };

  const fake: FakeActivity = {
    entries,
    failWith(error) {
      failure = error;
    },
    async begin(activity) {
      up();
      const id = nextId();
      entries.push({
        ...activity,
        id,
        at: new Date().toISOString(),
        source: 'user',
        severity: activity.severity ?? 'info',
        outcome: 'started',
      });
      return { id };
    },
    async finish(id, { outcome, error, after }) {
      up();
      const index = entries.findIndex(entry => entry.id === id);
      if (index < 0) throw new NotFoundError(`No activity entry '${id}'`);
      const settled = !['started', 'unknown'].includes(entries[index].outcome);
      if (settled) return;
      entries[index] = {
        ...entries[index],
        outcome,
        finishedAt: new Date().toISOString(),
        ...(error === undefined ? {} : { error }),
        ...(after === undefined ? {} : { after }),
      };
    },
    async platformEvent({ key, ...activity }) {
      up();
      const name = `${activity.plugin}/${key}`;
      if (claimed.has(name)) return { claimed: false };
      claimed.add(name);
      entries.push({
        ...activity,
        id: nextId(),
        source: 'platform',
        outcome: 'succeeded',
      });
      return { claimed: true };
    },
    async list(query) {
      up();
      const items = entries.filter(entry => matches(entry, query));
      return { items: items.reverse().slice(0, query.limit ?? 100) };
    },
    factory: createServiceFactory({
      service: activityServiceRef,
      deps: {},
      factory: () => fake,
    }),
  };
  return fake;
}

function matches(entry: ActivityEntry, query: ActivityQuery): boolean {
  const { target } = entry;
  return (
    (query.cluster === undefined || query.cluster === target.cluster) &&
    (query.namespace === undefined || query.namespace === target.namespace) &&
    (query.kind === undefined || query.kind === target.kind) &&
    (query.name === undefined || query.name === target.name) &&
    (query.entityRef === undefined || query.entityRef === target.entityRef) &&
    (query.actor === undefined || query.actor === entry.actor) &&
    (query.source === undefined || query.source === entry.source) &&
    (query.plugin === undefined || query.plugin === entry.plugin) &&
    (query.since === undefined || query.since <= entry.at) &&
    (query.until === undefined || query.until >= entry.at)
  );
}
