import { ActivityEntry, ActivityQuery } from '@slipway/plugin-activity-common';
import { entriesBetween } from './entriesBetween';

/** A record of so many entries, the newest with the highest number. */
function recordOf(count: number) {
  const asked: ActivityQuery[] = [];
  const entry = (number: number) => ({ id: `${number}` } as ActivityEntry);
  return {
    asked,
    async list(query: ActivityQuery) {
      asked.push(query);
      const from = query.cursor === undefined ? count : Number(query.cursor);
      const size = Math.min(query.limit ?? 100, from);
      const items = Array.from({ length: size }, (_, at) => entry(from - at));
      return {
        items,
        ...(from > size ? { nextCursor: `${from - size}` } : {}),
      };
    },
  };
}

it.each([
  ['nothing', 0, 2000, 0, true, 1],
  ['one page', 2000, 8000, 2000, true, 1],
  ['several pages', 4800, 8000, 4800, true, 3],
  ['as many as are wanted', 8000, 8000, 8000, true, 4],
  ['more than are wanted', 8001, 8000, 8000, false, 4],
  ['more than are wanted, on one page', 30, 20, 20, false, 1],
])('%s', async (_, count, most, read, complete, pages) => {
  const record = recordOf(count);
  const answer = await entriesBetween(record, { plugin: 'chaos' }, most);
  expect(answer.entries).toHaveLength(read);
  expect(answer.entries[0]?.id).toBe(count === 0 ? undefined : `${count}`);
  expect(answer.complete).toBe(complete);
  expect(record.asked).toHaveLength(pages);
  expect(record.asked[0]).toMatchObject({ plugin: 'chaos' });
});
