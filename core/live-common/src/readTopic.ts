import { checkOf } from './checkOf';
import type { ValueSchema } from './topic';
import { TopicState } from './types';

/** What a page shows when a backend sends something else than the topic says. */
export const UNREADABLE = Object.freeze({
  name: 'StrangeAnswerError',
  message:
    'The portal sent something that this page cannot read. The portal may be newer than the page: reload the page.',
});

/** Of each schema: its check, and what was found right. Values are never changed, so each is checked once. */
const known = new WeakMap<
  object,
  { check: (value: unknown) => boolean; right: WeakSet<object> }
>();

/** Whether a value is what the schema says. */
export function conforms<Value>(
  schema: ValueSchema<Value>,
  value: unknown,
): value is Value {
  let of = known.get(schema);
  if (!of) {
    of = { check: checkOf(schema), right: new WeakSet() };
    known.set(schema, of);
  }
  if (typeof value !== 'object' || value === null) return of.check(value);
  if (of.right.has(value)) return true;
  if (!of.check(value)) return false;
  of.right.add(value);
  return true;
}

/**
 * Makes the reader of a topic's state from the schemas of its keys: what
 * `Topic.read` says.
 */
export function readerOf<Value>(
  schemaOf: (key: string) => ValueSchema<Value> | undefined,
): (state: TopicState) => TopicState<Value> {
  const readBefore = new WeakMap<TopicState, TopicState<Value>>();

  const isRight = (state: TopicState): state is TopicState<Value> => {
    for (const [key, value] of state.items) {
      const schema = schemaOf(key);
      if (!schema || !conforms(schema, value)) return false;
    }
    return true;
  };
  const onlyRight = (state: TopicState): TopicState<Value> => {
    const items = new Map<string, Value>();
    let unreadable = false;
    for (const [key, value] of state.items) {
      const schema = schemaOf(key);
      if (schema && conforms(schema, value)) items.set(key, value);
      else if (schema) unreadable = true;
    }
    return unreadable
      ? { ...state, items, status: 'failed', error: UNREADABLE }
      : { ...state, items };
  };

  return state => {
    const before = readBefore.get(state);
    if (before) return before;
    const read = isRight(state) ? state : onlyRight(state);
    readBefore.set(state, read);
    return read;
  };
}
