import { NotFoundError } from '@backstage/errors';
import {
  ActivityEntry,
  ActivityPage,
  ActivityQuery,
  FinishedActivity,
  NewUserActivity,
  NewPlatformActivity,
} from '@slipway/plugin-activity-common';
import { ActivityStore } from '../database/ActivityStore';
import { ActivityFeed } from './ActivityFeed';

/** Writes to the record and notifies those who look at it. */
export class ActivityRecord {
  readonly #store: ActivityStore;
  readonly #feed: ActivityFeed;

  static create(options: { store: ActivityStore; feed: ActivityFeed }) {
    return new ActivityRecord(options);
  }

  private constructor(options: { store: ActivityStore; feed: ActivityFeed }) {
    this.#store = options.store;
    this.#feed = options.feed;
  }

  async begin(activity: NewUserActivity): Promise<ActivityEntry> {
    const entry = await this.#store.begin(activity);
    this.#feed.wrote(entry.target);
    return entry;
  }

  /** @throws NotFoundError when the plugin has no such entry */
  async finish(
    id: string,
    plugin: string,
    end: FinishedActivity,
  ): Promise<ActivityEntry> {
    const entry = await this.#store.finish(id, plugin, end);
    if (!entry) throw new NotFoundError('No such activity entry');
    this.#feed.wrote(entry.target);
    return entry;
  }

  /** @returns true for the one call over all replicas that kept the event */
  async claim(activity: NewPlatformActivity): Promise<boolean> {
    const claimed = await this.#store.claim(activity);
    if (claimed) this.#feed.wrote(activity.target);
    return claimed;
  }

  async list(query: ActivityQuery): Promise<ActivityPage> {
    return this.#store.list(query);
  }
}
