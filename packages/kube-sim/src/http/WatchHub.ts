import { ServerResponse } from 'node:http';
import { isRecord, textOf } from '../store/json';
import type { MemoryStore } from '../store/MemoryStore';
import { typeKey } from '../store/meta';
import { apiVersionOf } from '../store/resources';
import { ObjectFilter } from '../store/selectors';
import { statusOf } from '../store/status';
import { KubeObject, ResourceType, StoreEvent } from '../store/types';

export interface WatchRequest {
  type: ResourceType;
  matches: ObjectFilter;
  /** Events after this version; undefined begins with all objects that there are. */
  since?: number;
  bookmarks: boolean;
  /** Send a bookmark that says so after the objects that there are. */
  initialEventsEnd: boolean;
  seconds: number;
  /** Text of an object as the client wants it. */
  encode(object: Readonly<KubeObject>): string;
}

interface Watcher extends WatchRequest {
  response: ServerResponse;
  /** How much may wait in the buffer, bytes. */
  bound: number;
  timer: NodeJS.Timeout;
}

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

const line = (type: EventType, text: string) =>
  `{"type":"${type}","object":${text}}\n`;

/**
 * All watches of one server. Costs nothing while nothing happens: one
 * subscription to the store, one timer for bookmarks. A reader that is too
 * slow loses its watch.
 */
export class WatchHub {
  readonly #watchers = new Map<string, Set<Watcher>>();
  readonly #unsubscribe: () => void;
  #bookmarkTimer: NodeJS.Timeout | undefined;
  #size = 0;

  constructor(
    private readonly store: MemoryStore,
    private readonly limits: { watchBytes: number; bookmarkMs: number },
  ) {
    this.#unsubscribe = store.subscribe(event => this.#onEvent(event));
  }

  get size(): number {
    return this.#size;
  }

  /** Answers a request with a watch and keeps it until its time is over or the client is gone. */
  open(response: ServerResponse, request: WatchRequest): void {
    response.writeHead(200, {
      'content-type': 'application/json',
      'cache-control': 'no-cache, private',
    });
    response.flushHeaders();
    const first = this.#firstLines(request);
    if (first.text) response.write(first.text);
    if (first.over) {
      response.end();
      return;
    }
    const key = typeKey(request.type);
    const watcher: Watcher = {
      ...request,
      response,
      bound: this.limits.watchBytes + first.text.length,
      timer: setTimeout(() => this.#end(watcher), request.seconds * 1000),
    };
    watcher.timer.unref();
    const set = this.#watchers.get(key) ?? new Set();
    set.add(watcher);
    this.#watchers.set(key, set);
    this.#size += 1;
    this.#bookmarkTimer ??= this.#startBookmarks();
    const gone = () => {
      clearTimeout(watcher.timer);
      if (!set.delete(watcher)) return;
      this.#size -= 1;
      if (set.size === 0 && this.#watchers.get(key) === set) {
        this.#watchers.delete(key);
      }
      if (this.#size === 0) {
        clearInterval(this.#bookmarkTimer);
        this.#bookmarkTimer = undefined;
      }
    };
    response.on('close', gone);
    response.on('error', gone);
  }

  /** Ends all watches. */
  close(): void {
    this.#unsubscribe();
    for (const watcher of this.#all()) {
      clearTimeout(watcher.timer);
      watcher.response.end();
    }
    clearInterval(this.#bookmarkTimer);
  }

  #all(): Watcher[] {
    return [...this.#watchers.values()].flatMap(set => [...set]);
  }

  #startBookmarks(): NodeJS.Timeout {
    const timer = setInterval(() => {
      for (const watcher of this.#all()) {
        if (watcher.bookmarks) this.#send(watcher, this.#bookmark(watcher));
      }
    }, this.limits.bookmarkMs);
    timer.unref();
    return timer;
  }

  #bookmark({ type }: WatchRequest, initialEventsEnd = false): string {
    return line(
      'BOOKMARK',
      JSON.stringify({
        kind: type.kind,
        apiVersion: apiVersionOf(type),
        metadata: {
          resourceVersion: this.store.resourceVersion,
          creationTimestamp: null,
          ...(initialEventsEnd
            ? { annotations: { 'k8s.io/initial-events-end': 'true' } }
            : {}),
        },
      }),
    );
  }

  #firstLines(request: WatchRequest): { text: string; over: boolean } {
    const { type, matches, since } = request;
    try {
      if (since === undefined) {
        const objects = this.store
          .list(type)
          .filter(matches)
          .map(object => line('ADDED', request.encode(object)));
        if (request.initialEventsEnd)
          objects.push(this.#bookmark(request, true));
        return { text: objects.join(''), over: false };
      }
      return {
        text: this.store
          .eventsSince(type, since)
          .map(event => this.#lineOf(request, event) ?? '')
          .join(''),
        over: false,
      };
    } catch (error) {
      return {
        text: line('ERROR', JSON.stringify(statusOf(error).body)),
        over: true,
      };
    }
  }

  #lineOf(
    { matches, encode }: WatchRequest,
    { type, object, previous }: StoreEvent,
  ): string | undefined {
    const before = previous !== undefined && matches(previous);
    const after = type !== 'DELETED' && matches(object);
    if (after) return line(before ? 'MODIFIED' : 'ADDED', encode(object));
    if (!before) return undefined;
    // What leaves a selection is reported as it was, at the version of the change.
    const last =
      type === 'DELETED'
        ? object
        : {
            ...previous,
            metadata: {
              ...previous.metadata,
              resourceVersion: object.metadata.resourceVersion,
            },
          };
    return line('DELETED', encode(last));
  }

  #onEvent(event: StoreEvent): void {
    const set = this.#watchers.get(typeKey(event.resource));
    if (set) {
      for (const watcher of [...set]) {
        const text = this.#lineOf(watcher, event);
        if (text !== undefined) this.#send(watcher, text);
      }
    }
    if (
      event.type === 'DELETED' &&
      event.object.kind === 'CustomResourceDefinition'
    ) {
      this.#endUnserved();
    }
  }

  #endUnserved(): void {
    for (const watcher of this.#all()) {
      const { group, plural } = watcher.type;
      if (!this.store.typeOf(group, plural)) this.#end(watcher);
    }
  }

  #send(watcher: Watcher, text: string): void {
    const { response, bound } = watcher;
    if (response.destroyed || response.writableEnded) return;
    if (!response.write(text) && response.writableLength > bound) {
      response.destroy();
    }
  }

  #end(watcher: Watcher): void {
    if (watcher.bookmarks) this.#send(watcher, this.#bookmark(watcher));
    watcher.response.end();
  }
}

/** The text of whole objects, made once for each. */
export function encodeObject(object: Readonly<KubeObject>): string {
  return Object.isFrozen(object) && isRecord(object)
    ? textOf(object)
    : JSON.stringify(object);
}
