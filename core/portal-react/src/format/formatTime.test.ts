import {
  formatAbsolute,
  formatCountdown,
  formatRelative,
  formatSpan,
} from './formatTime';

const S = 1000;
const M = 60 * S;
const H = 60 * M;
const D = 24 * H;

describe('formatSpan', () => {
  it.each<[number, string]>([
    [-5, '0 s'],
    [0, '0 s'],
    [59_999, '59 s'],
    [M, '1 min'],
    [H - 1, '59 min'],
    [47 * H, '47 h'],
    [2 * D, '2 d'],
    [40 * D, '40 d'],
  ])('%d ms is %s', (ms, text) => expect(formatSpan(ms)).toBe(text));
});

describe('formatCountdown', () => {
  it.each<[number, string]>([
    [-1, '0 s'],
    [1, '1 s'],
    [59_001, '1 min 00 s'],
    [4 * M + 5 * S, '4 min 05 s'],
    [2 * H + 3 * M + 59 * S, '2 h 03 min'],
    [3 * D + 4 * H, '3 d 4 h'],
  ])('%d ms is %s', (ms, text) => expect(formatCountdown(ms)).toBe(text));
});

describe('formatRelative', () => {
  const now = Date.parse('2026-01-02T03:04:05Z');
  it.each<[string, string]>([
    ['2026-01-02T03:03:25Z', '40 s ago'],
    ['2026-01-02T03:04:04Z', 'just now'],
    ['2026-01-02T03:04:08Z', 'just now'],
    ['2026-01-02T03:09:05Z', 'in 5 min'],
    ['yesterday', 'unknown'],
  ])('%s is %s', (at, text) => expect(formatRelative(at, now)).toBe(text));
});

describe('formatAbsolute', () => {
  it('has date, time and zone, and knows what it cannot read', () => {
    expect(formatAbsolute('2026-01-02T03:04:05Z')).toMatch(
      /^2026-01-0\d \d\d:04:05 \S+/,
    );
    expect(formatAbsolute('never')).toBe('unknown');
  });
});
