import { design, part } from '../__fixtures__/builders';
import { PartDesign } from '../types';
import { disturbances, timeline } from './timeline';

const load = (changes: Partial<PartDesign> = {}) =>
  part({
    id: 'l1',
    kind: 'load',
    offer: 'load',
    title: 'Load',
    startSeconds: 0,
    durationSeconds: 210,
    ...changes,
  });

const spans = (parts: PartDesign[]) =>
  timeline(design({ parts })).spans.map(
    ({ phase, from, to }) => `${phase} ${from}-${to}`,
  );

describe('timeline', () => {
  it.each<[string, PartDesign[], string[], number]>([
    [
      'one fault',
      [part()],
      ['baseline 0-60', 'inject 60-90', 'recover 90-210'],
      210,
    ],
    [
      'load below the fault does not count as injected',
      [load(), part()],
      ['baseline 0-60', 'inject 60-90', 'recover 90-210'],
      210,
    ],
    [
      'a load that goes beyond the recovery moves the end only',
      [load({ durationSeconds: 400 }), part()],
      ['baseline 0-60', 'inject 60-90', 'recover 90-210'],
      400,
    ],
    [
      'faults in sequence are one injection, with the time between',
      [part(), part({ id: 'p2', startSeconds: 120 })],
      ['baseline 0-60', 'inject 60-150', 'recover 150-270'],
      270,
    ],
    [
      'without a fault, the load disturbs',
      [load({ startSeconds: 60, durationSeconds: 100 })],
      ['baseline 0-60', 'inject 60-160', 'recover 160-280'],
      280,
    ],
    [
      'what happens at once has no stretch of its own',
      [part({ durationSeconds: 0 })],
      ['baseline 0-60', 'recover 60-180'],
      180,
    ],
    ['without parts', [], ['baseline 0-60', 'recover 60-180'], 180],
  ])('%s', (_, parts, expected, end) => {
    expect(spans(parts)).toEqual(expected);
    expect(timeline(design({ parts })).endSeconds).toBe(end);
  });

  it('puts load above, parts in sequence on one lane, overlapping ones below each other', () => {
    const { parts, lanes } = timeline(
      design({
        parts: [
          part({ id: 'a' }),
          part({ id: 'b', startSeconds: 75 }),
          part({ id: 'c', startSeconds: 90 }),
          part({ id: 'now', startSeconds: 60, durationSeconds: 0 }),
          load(),
        ],
      }),
    );
    expect(parts.map(({ partId, lane }) => [partId, lane])).toEqual([
      ['l1', 0],
      ['a', 1],
      ['now', 2],
      ['b', 2],
      ['c', 1],
    ]);
    expect(lanes).toBe(3);
  });
});

describe('disturbances', () => {
  it('are the faults, or the load where there is none', () => {
    expect(disturbances([load(), part()])).toEqual([part()]);
    expect(disturbances([load()])).toEqual([load()]);
  });
});
