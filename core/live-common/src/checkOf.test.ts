import { z } from 'zod/v3';
import { checkOf } from './checkOf';

const text = z.string();
const thing = z.object({ name: text, note: text.optional() });

const SCHEMAS: Record<string, z.ZodTypeAny> = {
  text,
  'a text with a rule': text.min(2),
  number: z.number(),
  'a number with a rule': z.number().int(),
  flag: z.boolean(),
  enum: z.enum(['a', 'b']),
  literal: z.literal(true),
  optional: text.optional(),
  nullable: text.nullable(),
  list: z.array(text),
  'a list with a rule': z.array(text).min(1),
  object: thing,
  'an object that passes more through': thing.passthrough(),
  'a strict object': thing.strict(),
  'an object with others': thing.catchall(z.number()),
  'an object with a rule': thing.refine(({ name }) => name === 'a'),
  nested: z.object({ things: z.array(thing), one: thing.optional() }),
  record: z.record(z.number()),
  union: z.union([z.number(), thing]),
  'a discriminated union': z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('a'), name: text }),
    z.object({ kind: z.literal('b'), size: z.number() }),
  ]),
  unknown: z.unknown(),
};

const VALUES: unknown[] = [
  undefined,
  null,
  true,
  false,
  '',
  'a',
  'long',
  0,
  1.5,
  NaN,
  Infinity,
  [],
  ['a'],
  [1],
  {},
  { name: 'a' },
  { name: 'b', note: 'n' },
  { name: 'a', note: null },
  { name: 'a', more: 1 },
  { name: 'a', more: 'x' },
  { things: [] },
  { things: [{ name: 'a' }], one: { name: 'b' } },
  { things: [{ name: 1 }] },
  { kind: 'a', name: 'a' },
  { kind: 'b', size: 2 },
  { kind: 'b', name: 'a' },
  { kind: 'c' },
  { a: 1 },
];

describe('checkOf', () => {
  it.each(Object.entries(SCHEMAS))('answers as zod does: %s', (_, schema) => {
    const check = checkOf(schema);
    for (const value of VALUES) {
      expect([value, check(value)]).toEqual([
        value,
        schema.safeParse(value).success,
      ]);
    }
  });
});
