import { z } from 'zod/v3';
import { LOADING } from './reduceFrame';
import {
  defineTopic,
  defineTopicOfParts,
  noParams,
  ShapeOf,
  topicRequest,
} from './topic';
import { TopicState } from './types';

interface Fault {
  name: string;
  ends?: string;
}

const faultSchema = z.object({
  name: z.string(),
  ends: z.string().optional(),
} satisfies ShapeOf<Fault>);

const faults = defineTopic('chaos:list', {
  params: noParams,
  value: faultSchema,
});
const fault = defineTopicOfParts('chaos:fault', {
  params: z.object({ cluster: z.string(), name: z.string() }).strict(),
  parts: { core: faultSchema, target: z.object({ pod: z.string() }) },
});

const stateOf = (items: Record<string, unknown>): TopicState => ({
  status: 'ready',
  items: new Map(Object.entries(items)),
  freshness: [],
});

describe('defineTopic', () => {
  it('gives the state that came in when all is right', () => {
    const state = stateOf({ a: { name: 'a' }, b: { name: 'b', ends: 'x' } });
    expect(faults.read(state)).toBe(state);
    expect(faults.valueAt(state, 'a')).toBe(state.items.get('a'));
    expect(faults.valueAt(state, 'c')).toBeUndefined();
    expect(faults.read(LOADING)).toBe(LOADING);
  });

  it('lets members through that it does not know: the backend may be newer', () => {
    const state = stateOf({ a: { name: 'a', more: 1 } });
    expect(faults.read(state)).toBe(state);
  });

  it.each([
    ['a member is missing', { ends: 'x' }],
    ['a member is of another type', { name: 1 }],
    ['it is null', null],
    ['it is no object', 'a'],
  ])('fails as a whole when %s', (_, wrong) => {
    const state = stateOf({ a: { name: 'a' }, b: wrong });
    const read = faults.read(state);
    expect(read).toMatchObject({
      status: 'failed',
      error: {
        name: 'StrangeAnswerError',
        message: expect.stringContaining('reload the page'),
      },
    });
    expect([...read.items]).toEqual([['a', { name: 'a' }]]);
    expect(faults.read(state)).toBe(read);
    expect(faults.valueAt(state, 'b')).toBeUndefined();
  });

  it('checks each value once', () => {
    const check = jest.fn(() => true);
    const topic = defineTopic('chaos:list', {
      params: noParams,
      value: z.object({ name: z.string() }).refine(check),
    });
    const items = { a: { name: 'a' }, b: { name: 'b' } };
    topic.read(stateOf(items));
    topic.read(stateOf({ ...items, c: { name: 'c' } }));
    expect(check).toHaveBeenCalledTimes(3);
  });

  it('reads parameters strictly', () => {
    expect(faults.params.safeParse({}).success).toBe(true);
    expect(faults.params.safeParse({ cluster: 'x' }).success).toBe(false);
  });
});

describe('defineTopicOfParts', () => {
  const state = stateOf({
    core: { name: 'a' },
    'target/1': { pod: 'p' },
    'target/2': { pod: 'q' },
  });

  it('keeps the parts apart by their keys', () => {
    expect(fault.read(state)).toBe(state);
    expect(fault.partAt(state, 'core')?.name).toBe('a');
    expect(fault.valuesOf(state.items, 'target').map(({ pod }) => pod)).toEqual(
      ['p', 'q'],
    );
    expect(fault.valuesOf(state.items, 'core')).toHaveLength(1);
    expect(fault.valueAt(state, 'target/2')).toEqual({ pod: 'q' });
  });

  it.each(['toString', '__proto__', 'event/1', ''])(
    'leaves out what it does not know: %j',
    key => {
      const read = fault.read(
        stateOf({ core: { name: 'a' }, [key]: { pod: 1 } }),
      );
      expect(read.status).toBe('ready');
      expect([...read.items.keys()]).toEqual(['core']);
    },
  );

  it('fails when a value is not what its part is', () => {
    const wrong = stateOf({ core: { pod: 'p' } });
    expect(fault.read(wrong).status).toBe('failed');
    expect(fault.partAt(wrong, 'core')).toBeUndefined();
  });
});

describe('topicRequest', () => {
  it('names the topic, and its parameters where there are some', () => {
    expect(topicRequest(faults, {})).toEqual({ topic: 'chaos:list' });
    expect(topicRequest(fault, { cluster: 'c', name: 'n' })).toEqual({
      topic: 'chaos:fault',
      params: { cluster: 'c', name: 'n' },
    });
  });
});
