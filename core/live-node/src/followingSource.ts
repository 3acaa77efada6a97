import { toError } from '@backstage/errors';
import { jsonEquals } from '@slipway/plugin-clusters-common';
import { SourceFreshness } from '@slipway/plugin-live-common';
import { TopicSink, TopicSource } from './types';

/** What a followed service says of its changes. */
export type FollowedChange<Value> =
  | { type: 'upsert'; key: string; value: Value }
  | { type: 'remove'; key: string }
  /** Which values there are, or what they are, may have changed: the snapshot is taken again. */
  | { type: 'all' }
  | { type: 'freshness' };

/** What {@link followingSource} follows. */
export interface FollowingOptions<Value> {
  sink: TopicSink<Value>;
  /** Calls back for each later change. Returns the function that ends it. */
  subscribe(changed: (change: FollowedChange<Value>) => void): () => void;
  /** Everything that the topic has now. */
  snapshot(): Iterable<readonly [key: string, value: Value]>;
  /** How current the sources are now. */
  freshness(): SourceFreshness[];
  /**
   * Whether a snapshot would say something already. The first picture goes out
   * as soon as this holds, so that a source that is away delays no other;
   * default: not before `ready`.
   */
  answered?(): boolean;
  /** Resolves when the snapshot is as complete as it gets; what it rejects with ends the topic. */
  ready(): Promise<unknown>;
  /** Changes are gathered for this long and the snapshot is taken once for all of them; default: each goes out by itself. */
  gatherMs?: number;
  /**
   * For snapshots that cost something: after a change of what there is, the
   * snapshot is taken at the end of the turn of the event loop, and then not
   * again for this long. One change shows at once, many together cost little.
   * Values that come with a change are not written.
   */
  restMs?: number;
}

/**
 * A source over a service of this process that keeps what it knows in memory
 * and says what changes. Of a snapshot that is taken again only what differs is
 * written.
 */
export function followingSource<Value>(
  options: FollowingOptions<Value>,
): TopicSource {
  const { sink, gatherMs, restMs } = options;
  const written = new Map<string, Value>();
  let started = false;
  let closed = false;
  let gathering: ReturnType<typeof setTimeout> | undefined;

  const upsert = (key: string, value: Value) => {
    written.set(key, value);
    sink.upsert(key, value);
  };
  const remove = (key: string) => {
    if (written.delete(key)) sink.remove(key);
  };
  const start = () => {
    if (started || closed) return;
    started = true;
    for (const [key, value] of options.snapshot()) written.set(key, value);
    sink.replace(written);
  };
  const startIfAnswered = () => {
    if (!started && options.answered?.()) start();
  };
  const takeAgain = () => {
    const now = new Map(options.snapshot());
    for (const key of [...written.keys()]) if (!now.has(key)) remove(key);
    for (const [key, value] of now) {
      if (!jsonEquals(written.get(key), value)) upsert(key, value);
    }
  };
  const resting =
    restMs === undefined ? undefined : atMostEach(restMs, takeAgain);
  const freshness = () => sink.freshness(options.freshness());
  const gathered = () => {
    gathering = undefined;
    freshness();
    takeAgain();
  };

  const end = options.subscribe(change => {
    if (gatherMs !== undefined) {
      if (started) gathering ??= setTimeout(gathered, gatherMs);
      return;
    }
    if (change.type === 'freshness') freshness();
    if (!started) startIfAnswered();
    else if (resting) {
      if (change.type !== 'freshness') resting.due();
    } else if (change.type === 'upsert') upsert(change.key, change.value);
    else if (change.type === 'remove') remove(change.key);
    else if (change.type === 'all') takeAgain();
  });
  freshness();
  startIfAnswered();
  options.ready().then(
    () => {
      if (closed) return;
      freshness();
      start();
    },
    error => {
      if (!closed) sink.fail(toError(error));
    },
  );
  return {
    close() {
      closed = true;
      clearTimeout(gathering);
      resting?.close();
      end();
    },
  };
}

/** Does the work at the end of the turn in which it is due, then not again for `restMs`. */
function atMostEach(restMs: number, work: () => void) {
  let soon: ReturnType<typeof setImmediate> | undefined;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  const start = () => {
    again = false;
    soon = setImmediate(() => {
      soon = undefined;
      rest = setTimeout(() => {
        rest = undefined;
        if (again) start();
      }, restMs);
      work();
    });
  };
  return {
    due() {
      if (rest) again = true;
      else if (!soon) start();
    },
    close() {
      clearImmediate(soon);
      clearTimeout(rest);
    },
  };
}
