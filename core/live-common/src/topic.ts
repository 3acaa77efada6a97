import { z } from 'zod/v3';
import { conforms, readerOf } from './readTopic';
import { TopicRequest, TopicState } from './types';

/** Parameters of a topic; they travel as text. */
export type TopicParams = Record<string, string>;

/** Reads parameters as they come in, in a request of a page. */
export type ParamsSchema<Params extends TopicParams> = z.ZodType<
  Params,
  z.ZodTypeDef,
  unknown
>;

/**
 * Says what a value is. It only checks: what a default or a transform of it
 * would make of a value is not used. Members that it does not name are let
 * through, so that a newer backend may speak to an older page.
 */
export type ValueSchema<Value> = z.ZodType<Value, z.ZodTypeDef, unknown>;

/**
 * The shape of a zod object that names every member of `T`, optional ones too:
 * `z.object({ … } satisfies ShapeOf<T>)` does not compile when it and the type differ.
 */
export type ShapeOf<T> = {
  [Member in keyof Required<T>]: ValueSchema<T[Member]>;
};

/** `<plugin>:<thing>`. */
export type TopicName = `${string}:${string}`;

/**
 * A topic as browser and backend know it: its name, its parameters, and what
 * its values are. Made by {@link defineTopic} or {@link defineTopicOfParts}.
 */
export interface Topic<Params extends TopicParams, Value> {
  readonly name: TopicName;
  readonly params: ParamsSchema<Params>;
  /** The schema of the value under a key; undefined for keys that the topic does not know. */
  schemaOf(key: string): ValueSchema<Value> | undefined;
  /**
   * What came in, with its values checked. The same object for the same state.
   * Keys that the topic does not know are left out. When a value is not what
   * the topic says, the state is `failed`: a list that silently lacks rows
   * would be false.
   */
  read(state: TopicState): TopicState<Value>;
  /** One value of what came in; undefined when it is not there or not what the topic says. */
  valueAt(state: TopicState, key: string): Value | undefined;
}

/** A topic whose values are of several kinds, under keys `<part>` or `<part>/<id>`. */
export interface TopicOfParts<Params extends TopicParams, Parts extends object>
  extends Topic<Params, Parts[keyof Parts]> {
  /** All values of one part, in the order in which they came in. */
  valuesOf<Part extends keyof Parts & string>(
    items: ReadonlyMap<string, unknown>,
    part: Part,
  ): Array<Parts[Part]>;
  /** The value whose key is the name of the part. */
  partAt<Part extends keyof Parts & string>(
    state: TopicState,
    part: Part,
  ): Parts[Part] | undefined;
}

/**
 * Defines a topic in which the values of all keys are of one kind.
 *
 * @param name - `<plugin>:<thing>`, used by no other definition
 * @param schemas.params - `z.object({ … }).strict()`, or {@link noParams}
 *
 * @example
 * ```ts
 * export const chaosListTopic = defineTopic('chaos:list', {
 *   params: noParams,
 *   value: faultSchema,
 * });
 * ```
 */
export function defineTopic<Params extends TopicParams, Value>(
  name: TopicName,
  schemas: { params: ParamsSchema<Params>; value: ValueSchema<Value> },
): Topic<Params, Value> {
  const { params, value } = schemas;
  return {
    name,
    params,
    schemaOf: () => value,
    read: readerOf(() => value),
    valueAt: (state, key) => checkedAt(state, key, value),
  };
}

/**
 * Defines a topic whose values are of several kinds, kept apart by what stands
 * in the key before the first `/`.
 *
 * @example
 * ```ts
 * // Keys `core` and `pod/<uid>`.
 * defineTopicOfParts('rollouts:detail', {
 *   params: rolloutParams,
 *   parts: { core: coreSchema, pod: podSchema },
 * });
 * ```
 */
export function defineTopicOfParts<
  Params extends TopicParams,
  Parts extends object,
>(
  name: TopicName,
  schemas: {
    params: ParamsSchema<Params>;
    parts: { [Part in keyof Parts]: ValueSchema<Parts[Part]> };
  },
): TopicOfParts<Params, Parts> {
  const { params, parts } = schemas;
  const isPart = (part: string): part is keyof Parts & string =>
    Object.hasOwn(parts, part);
  const schemaOf = (
    key: string,
  ): ValueSchema<Parts[keyof Parts]> | undefined => {
    const part = partOf(key);
    return isPart(part) ? parts[part] : undefined;
  };
  return {
    name,
    params,
    schemaOf,
    read: readerOf(schemaOf),
    valueAt(state, key) {
      const schema = schemaOf(key);
      return schema && checkedAt(state, key, schema);
    },
    valuesOf(items, part) {
      const values: Array<Parts[typeof part]> = [];
      for (const [key, value] of items) {
        if (partOf(key) === part && conforms(parts[part], value)) {
          values.push(value);
        }
      }
      return values;
    },
    partAt: (state, part) => checkedAt(state, part, parts[part]),
  };
}

function partOf(key: string): string {
  const end = key.indexOf('/');
  return end < 0 ? key : key.slice(0, end);
}

function checkedAt<Value>(
  state: TopicState,
  key: string,
  schema: ValueSchema<Value>,
): Value | undefined {
  const value = state.items.get(key);
  return conforms(schema, value) ? value : undefined;
}

/** Parameters of a topic that takes none. */
export const noParams = z.object({}).strict();

/** A topic with its parameters as a page asks for it. */
export function topicRequest<Params extends TopicParams, Value>(
  topic: Pick<Topic<Params, Value>, 'name'>,
  params: Params,
): Pick<TopicRequest, 'topic' | 'params'> {
  return Object.keys(params).length === 0
    ? { topic: topic.name }
    : { topic: topic.name, params };
}
