import { timeOfMark } from './marks';
import { timeWords } from './times';

describe('times of a chart', () => {
  it('are times of day, with seconds where the axis is short', () => {
    const { tick, full } = timeWords({});
    const at = Date.parse('2026-11-28T10:00:05Z') / 1000;
    expect(tick(at, 60)).toMatch(/^\d\d:00:05$/);
    expect(tick(at, 3600)).toMatch(/^\d\d:00$/);
    expect(full(at)).toMatch(/^2026-11-2[78] \d\d:00:05/);
  });

  it('are days where the axis is long', () => {
    const at = Date.parse('2026-11-28T12:00:00Z') / 1000;
    expect(timeWords({}).tick(at, 90 * 24 * 3600)).toBe('28 Nov');
  });

  it.each([
    [0, '0 s'],
    [40, '40 s'],
    [125, '2 min 05 s'],
    [3780, '1 h 03 min'],
  ])('are spans since the start: %d s', (seconds, words) => {
    const { tick, short, full } = timeWords({ sinceStart: true });
    expect([tick(seconds, 600), short(seconds), full(seconds)]).toEqual([
      words,
      words,
      words,
    ]);
  });

  it('name a mark in the same words', () => {
    const words = timeWords({ sinceStart: true });
    expect(timeOfMark({ kind: 'span', from: 10, to: 60 }, words)).toBe(
      'from 10 s to 1 min 00 s',
    );
    expect(timeOfMark({ kind: 'span', from: 10 }, words)).toBe('since 10 s');
    expect(timeOfMark({ kind: 'marker', from: 10 }, words)).toBe('at 10 s');
  });
});
