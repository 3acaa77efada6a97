import {
  ActivityEntry,
  ActivityPage,
  ActivityQuery,
  FinishedActivity,
  NewUserActivity,
  NewPlatformActivity,
} from '@slipway/plugin-activity-common';

/** Where activity is kept. */
export interface ActivityStore {
  /** Keeps the start of a user's action. */
  begin(activity: NewUserActivity): Promise<ActivityEntry>;
  /**
   * Keeps its end. What has ended stays as it ended; an end that was presumed
   * `unknown` is replaced by the real one.
   *
   * @returns the entry as it is now; undefined when `plugin` has no such entry
   */
  finish(
    id: string,
    plugin: string,
    end: FinishedActivity,
  ): Promise<ActivityEntry | undefined>;
  /**
   * Keeps a platform event unless its key is there.
   *
   * @returns true for the one call that kept it, over all replicas
   */
  claim(activity: NewPlatformActivity): Promise<boolean>;
  /** Newest first. @throws InputError for a cursor that it did not give */
  list(query: ActivityQuery): Promise<ActivityPage>;
  /** Marks what started before this time and never ended as `unknown`. @returns the number of entries */
  markUnfinished(startedBefore: Date): Promise<number>;
  /** Deletes entries from before this time. @returns the number of entries */
  deleteBefore(time: Date): Promise<number>;
  /** Number of entries that are kept. */
  count(): Promise<number>;
}
