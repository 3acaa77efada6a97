import { Points } from '@slipway/plugin-metrics-common';
import { weekAgoWords } from './weekAgo';

const reading = (
  status: 'loading' | 'ready' | 'failed',
  points: Points = [],
) => ({
  fetched: { status, reload: () => {} },
  points: () => points,
});

it.each([
  ['is asked', reading('loading'), 'a week ago: …'],
  ['could not be read', reading('failed'), 'a week ago: unknown'],
  ['was not kept', reading('ready'), 'no data a week ago'],
  ['had no traffic', reading('ready', [[1, null]]), 'no traffic a week ago'],
  ['was measured', reading('ready', [[1, 100]]), '100 ms a week ago (+50 %)'],
])('a week ago that %s', (_, weekAgo, words) => {
  const text = weekAgoWords('latencyP95', 'ms', [[9, 150]], weekAgo);
  expect(text.replace(/\s/g, ' ')).toBe(words.replace(/\s/g, ' '));
});

it('has no difference to what is not known now', () => {
  expect(
    weekAgoWords('successRate', 'ratio', [], reading('ready', [[1, 1]])),
  ).toMatch(/^100.% a week ago$/);
});
