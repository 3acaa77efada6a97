import { goDurationSeconds, pauseSeconds, shortDuration } from './duration';

describe('durations', () => {
  it.each([
    [30, 30],
    ['45', 45],
    ['-5', -5],
    ['10m', 600],
    ['1h30m', 5400],
    ['1.5m', 90],
    ['1500ms', 1],
    ['0', 0],
    ['ten', undefined],
    ['10 m', undefined],
    [undefined, undefined],
  ])('pause of %p is %p seconds', (duration, seconds) => {
    expect(pauseSeconds(duration)).toBe(seconds);
  });

  it('keeps fractions of Go durations', () => {
    expect(goDurationSeconds('2s500ms')).toBe(2.5);
  });

  it.each([
    [0, '0s'],
    [45, '45s'],
    [600, '10m'],
    [5400, '1h30m'],
    [3601, '1h1s'],
  ])('%p seconds read %p', (seconds, words) => {
    expect(shortDuration(seconds)).toBe(words);
  });
});
