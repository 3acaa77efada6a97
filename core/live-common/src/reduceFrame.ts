import { jsonEquals } from '@slipway/plugin-clusters-common';
import { LiveFrame, SourceFreshness, TopicItem, TopicState } from './types';

/** What a page knows of a topic before its first frame. */
export const LOADING: TopicState = Object.freeze({
  status: 'loading',
  items: new Map(),
  freshness: [],
});

/**
 * Applies one frame of the live stream to what the page knows.
 *
 * Nothing that is passed in is changed. A topic, its `items` and each value
 * keep their identity unless the frame speaks of them, so that a view can
 * compare by reference. Frames for topics that the page no longer has, and
 * frames of a type it does not know, change nothing.
 *
 * @param state - known topics by topic id
 * @param now - client clock, kept as `updatedAt`
 */
export function reduceFrame(
  state: ReadonlyMap<string, TopicState>,
  frame: LiveFrame,
  now: Date,
): ReadonlyMap<string, TopicState> {
  if (!('id' in frame)) return state;
  const known = state.get(frame.id);
  if (!known) return state;
  const next = reduceTopic(known, frame, now.toISOString());
  if (next === known) return state;
  return new Map(state).set(frame.id, next);
}

type TopicFrame = Extract<LiveFrame, { id: string }>;

function reduceTopic(
  known: TopicState,
  frame: TopicFrame,
  updatedAt: string,
): TopicState {
  switch (frame.type) {
    case 'snapshot':
      return {
        status: 'ready',
        items: replaced(known.items, frame.items),
        freshness: sameFreshness(known.freshness, frame.freshness),
        resume: frame.resume,
        updatedAt,
      };
    case 'current':
      return {
        status: 'ready',
        items: known.items,
        freshness: sameFreshness(known.freshness, frame.freshness),
        resume: frame.resume,
        updatedAt,
      };
    case 'upsert': {
      const items = new Map(known.items);
      for (const { key, value } of frame.items) items.set(key, value);
      return { ...ready(known), items, resume: frame.resume, updatedAt };
    }
    case 'remove': {
      const items = without(known.items, frame.keys);
      return { ...ready(known), items, resume: frame.resume, updatedAt };
    }
    case 'freshness':
      return { ...known, freshness: frame.freshness, updatedAt };
    case 'failed': {
      // Old items stay: a page shows them as old, with the error beside them.
      // The token goes, so that the next stream sends the whole topic again.
      const { resume: _dropped, ...rest } = known;
      return { ...rest, status: 'failed', error: frame.error, updatedAt };
    }
    default:
      return known;
  }
}

function ready(known: TopicState): TopicState {
  const { error: _gone, ...rest } = known;
  return { ...rest, status: 'ready' };
}

function without(
  old: ReadonlyMap<string, unknown>,
  keys: string[],
): ReadonlyMap<string, unknown> {
  if (!keys.some(key => old.has(key))) return old;
  const items = new Map(old);
  keys.forEach(key => items.delete(key));
  return items;
}

/** The items of a snapshot, with the identity of each value that did not change. */
function replaced(
  old: ReadonlyMap<string, unknown>,
  items: TopicItem[],
): ReadonlyMap<string, unknown> {
  return new Map(
    items.map(({ key, value }) => {
      const before = old.get(key);
      return [key, jsonEquals(before, value) ? before : value];
    }),
  );
}

function sameFreshness(
  old: readonly SourceFreshness[],
  next: SourceFreshness[],
): readonly SourceFreshness[] {
  return jsonEquals(old, next) ? old : next;
}
