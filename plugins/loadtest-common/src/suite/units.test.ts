import { durationInWords } from './units';

it.each([
  [0, '0 s'],
  [22.5, '23 s'],
  [119, '119 s'],
  [155, '2 min 35 s'],
  [300, '5 min'],
  [3600, '1 h'],
  [3660, '1 h 1 min'],
])('%d s are %s', (seconds, words) => {
  expect(durationInWords(seconds)).toBe(words);
});
