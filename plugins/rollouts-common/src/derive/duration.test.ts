import { goDurationSeconds, pauseSeconds, shortDuration } from './duration';

describe('durations', () => {
  it.each([
    [30, 30],
    ['45', 45],
    ['-5', undefined],
    [-5, undefined],
    ['-5m', undefined],
    ['+5m', 300],
    ['.5m', 30],
    ['1.m', 60],
    ['2h45m.5s', 9900],
    ['99999999999', undefined],
    [1.5, undefined],
    ['', undefined],
    ['{{args.wait}}', undefined],
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
