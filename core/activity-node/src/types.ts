import {
  ActivityOutcome,
  ActivityPage,
  ActivityQuery,
  NewUserActivity,
  NewPlatformActivity,
} from '@slipway/plugin-activity-common';
import { JsonObject } from '@backstage/types';

/** How plugins write what happened. Calls the activity backend with the plugin's own credentials. */
export interface ActivityService {
  /**
   * Records that a user is about to act, before anything is sent to a cluster.
   * Throws `RecordUnavailableError` if it cannot be kept: then the action must not continue.
   */
  begin(activity: NewUserActivity): Promise<{ id: string }>;
  /** Completes a record of {@link ActivityService.begin}. Idempotent. */
  finish(
    id: string,
    outcome: { outcome: ActivityOutcome; error?: string; after?: JsonObject },
  ): Promise<void>;
  /**
   * Records a platform event once over all replicas.
   * @returns `claimed: true` for the one caller whose row it became; only that caller notifies.
   */
  platformEvent(activity: NewPlatformActivity): Promise<{ claimed: boolean }>;
  list(query: ActivityQuery): Promise<ActivityPage>;
}
