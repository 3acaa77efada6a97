import { durationText, parseGoDuration } from './duration';

describe('parseGoDuration', () => {
  it.each<[string, number | undefined]>([
    ['30s', 30_000],
    ['1h30m', 5_400_000],
    ['300ms', 300],
    ['1.5h', 5_400_000],
    ['.5s', 500],
    ['5.s', 5000],
    ['-1m', -60_000],
    ['+1m', 60_000],
    ['0', 0],
    ['-0', 0],
    ['2us', 0.002],
    ['2µs', 0.002],
    ['2μs', 0.002],
    ['', undefined],
    ['-', undefined],
    ['30', undefined],
    ['30 s', undefined],
    [' 30s', undefined],
    ['30sec', undefined],
    ['5d', undefined],
    ['1h30', undefined],
    ['.s', undefined],
    ['9999999h', undefined],
  ])('%j: %s', (text, expected) => {
    expect(parseGoDuration(text)).toBe(expected);
  });
});

describe('durationText', () => {
  it.each<[number, string]>([
    [300, '300 ms'],
    [1000, '1 s'],
    [90_000, '1 min 30 s'],
    [3_600_000, '1 h'],
    [3_661_000, '1 h 1 min 1 s'],
  ])('%d: %s', (milliseconds, text) => {
    expect(durationText(milliseconds)).toBe(text);
  });
});
