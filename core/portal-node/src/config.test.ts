import { ConfigReader } from '@backstage/config';
import { z } from 'zod/v3';
import { readAppBaseUrl, readChecked, readMilliseconds } from './config';

it.each<[object, string]>([
  [{ baseUrl: 'https://portal.example.com' }, 'https://portal.example.com'],
  [
    { baseUrl: 'https://portal.example.com/x//' },
    'https://portal.example.com/x',
  ],
  [{}, ''],
])('the address of the portal at %j is %s', (app, address) => {
  expect(readAppBaseUrl(new ConfigReader({ app: { ...app } }))).toBe(address);
});

it.each<[unknown, number]>([
  ['30m', 1_800_000],
  [{ hours: 1 }, 3_600_000],
  ['400d', 400 * 86_400_000],
  ['1100d', 1100 * 86_400_000],
  ['P1Y', 365 * 86_400_000],
  [{ years: 1 }, 365 * 86_400_000],
  [undefined, 7],
])('%j is %i ms', (every, ms) => {
  const config = new ConfigReader({
    lamps: { ...(every ? { every } : {}) } as never,
  });
  expect(readMilliseconds(config, 'lamps.every', 7)).toBe(ms);
});

it('names a duration of the wrong form', () => {
  const config = new ConfigReader({ lamps: { every: 'sometimes' } });
  expect(() => readMilliseconds(config, 'lamps.every', 7)).toThrow(
    /lamps\.every/,
  );
});

const LAMPS = z.object({ watts: z.number().int().min(1).default(9) }).strict();

it('fills in defaults, also where nothing is configured', () => {
  expect(readChecked(new ConfigReader({}), 'lamps', LAMPS)).toEqual({
    watts: 9,
  });
});

it.each<[object, RegExp]>([
  [{ watts: 0 }, /^Invalid configuration at lamps\.watts: Number must be/],
  [{ volts: 1 }, /^Invalid configuration at lamps: Unrecognized key/],
])('names what is wrong with %j', (lamps, message) => {
  const config = new ConfigReader({ lamps: { ...lamps } });
  expect(() => readChecked(config, 'lamps', LAMPS)).toThrow(message);
});
