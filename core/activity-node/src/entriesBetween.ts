import {
  ActivityEntry,
  ActivityQuery,
  MAX_PAGE,
} from '@slipway/plugin-activity-common';
import { ActivityService } from './types';

/**
 * All entries of a range of time, newest first, page after page.
 *
 * @param most - entries that are read; `complete` is false when there are older ones
 */
export async function entriesBetween(
  activity: Pick<ActivityService, 'list'>,
  query: Omit<ActivityQuery, 'limit' | 'cursor'>,
  most: number,
): Promise<{ entries: ActivityEntry[]; complete: boolean }> {
  const entries: ActivityEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await activity.list({
      ...query,
      limit: Math.min(MAX_PAGE, most - entries.length),
      cursor,
    });
    entries.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined && entries.length < most);
  return { entries, complete: cursor === undefined };
}
