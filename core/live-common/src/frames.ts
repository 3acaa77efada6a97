import { createParser } from 'eventsource-parser';
import { z } from 'zod/v3';
import { conforms } from './readTopic';
import type { ShapeOf, ValueSchema } from './topic';
import { LiveFrame, SourceFreshness, TopicItem } from './types';

const text = z.string();

const freshnessSchema = z.array(
  z.object({
    source: text,
    state: z.enum([
      'connecting',
      'live',
      'stale',
      'unreachable',
      'refused',
      'not-installed',
    ]),
    since: text,
    reason: text.optional(),
  } satisfies ShapeOf<SourceFreshness>),
);

/** What a value is, the definition of its topic says. */
const present = z.custom<NonNullable<unknown> | null>(
  value => value !== undefined,
);
const itemsSchema = z.array(
  z.object({ key: text, value: present } satisfies ShapeOf<TopicItem>),
);

/** The frames that a page knows, by their type. */
const frameSchemas: {
  [Type in LiveFrame['type']]: ValueSchema<Extract<LiveFrame, { type: Type }>>;
} = {
  hello: z.object({
    type: z.literal('hello'),
    epoch: text,
    serverTime: text,
    expiresAt: text.optional(),
  }),
  snapshot: z.object({
    type: z.literal('snapshot'),
    id: text,
    resume: text,
    items: itemsSchema,
    freshness: freshnessSchema,
  }),
  current: z.object({
    type: z.literal('current'),
    id: text,
    resume: text,
    freshness: freshnessSchema,
  }),
  upsert: z.object({
    type: z.literal('upsert'),
    id: text,
    resume: text,
    items: itemsSchema,
  }),
  remove: z.object({
    type: z.literal('remove'),
    id: text,
    resume: text,
    keys: z.array(text),
  }),
  freshness: z.object({
    type: z.literal('freshness'),
    id: text,
    freshness: freshnessSchema,
  }),
  failed: z.object({
    type: z.literal('failed'),
    id: text,
    error: z.object({ name: text, message: text }),
  }),
  end: z.object({
    type: z.literal('end'),
    reason: z.enum(['expired', 'shutdown']),
  }),
};

const isKnown = (type: unknown): type is LiveFrame['type'] =>
  typeof type === 'string' && Object.hasOwn(frameSchemas, type);

/**
 * Checks one frame.
 *
 * @returns undefined for a type that this page does not know: the backend may be newer
 * @throws Error when it is no frame, or not what its type says
 */
export function readFrame(value: unknown): LiveFrame | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) {
    throw new Error('the server sent something that is no frame');
  }
  const { type } = value;
  if (!isKnown(type)) return undefined;
  const schema: ValueSchema<LiveFrame> = frameSchemas[type];
  if (conforms(schema, value)) return value;
  throw new Error(`the server sent a frame ${type} that cannot be read`);
}

/** Reads a live stream piece by piece. */
export interface FrameReader {
  /**
   * Takes the next bytes, cut anywhere, also inside a character or a line end.
   *
   * @returns the frames that these bytes completed, in order
   * @throws Error when what came is no frame
   */
  push(chunk: Uint8Array): LiveFrame[];
}

/**
 * Makes a reader of a live stream, in browsers and in Node.
 *
 * @param parse - reads the JSON of a frame, default `JSON.parse`
 */
export function createFrameReader(
  parse: (json: string) => unknown = JSON.parse,
): FrameReader {
  const decoder = new TextDecoder();
  let frames: LiveFrame[] = [];
  const parser = createParser({
    onEvent({ data }) {
      const frame = readFrame(parse(data));
      if (frame) frames.push(frame);
    },
  });
  return {
    push(chunk) {
      frames = [];
      parser.feed(decoder.decode(chunk, { stream: true }));
      return frames;
    },
  };
}

/**
 * The frames of a stream of bytes, as they are completed.
 *
 * @param chunks - for example the `body` of an answer in Node
 */
export async function* readFrames(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<LiveFrame> {
  const reader = createFrameReader();
  for await (const chunk of chunks) yield* reader.push(chunk);
}
