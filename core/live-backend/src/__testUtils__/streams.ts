import { PermissionsService } from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import { createFrameReader, LiveFrame } from '@slipway/plugin-live-common';
import { TopicProvider, TopicSink } from '@slipway/plugin-live-node';
import { StreamSink } from '../services/StreamConnection';

/** What reading `test:thing` and its like needs; the name is what decisions are made for. */
export const readThing: TopicProvider['requires'] = ({ name = '' }) => ({
  permission: createPermission({
    name: 'test.read',
    attributes: { action: 'read' },
    resourceType: 'test-thing',
  }),
  resourceRef: name,
});

/** Allows all, until a test says otherwise by name. */
export function decidingByName() {
  const denied = new Set<string>();
  const authorize = jest.fn<
    ReturnType<PermissionsService['authorize']>,
    Parameters<PermissionsService['authorize']>
  >(async requests =>
    requests.map(({ resourceRef }) => ({
      result: denied.has(resourceRef ?? '')
        ? AuthorizeResult.DENY
        : AuthorizeResult.ALLOW,
    })),
  );
  return { authorize, denied };
}

/** A topic `test:thing` whose sources a test writes to by hand. */
export function handWrittenTopic(topic = 'test:thing') {
  const sinks = new Map<string, TopicSink>();
  const opened: string[] = [];
  const closed: string[] = [];
  let firstOpened = () => {};
  const isOpened = new Promise<void>(resolve => {
    firstOpened = resolve;
  });
  const provider: TopicProvider = {
    topic,
    requires: readThing,
    open(params, sink) {
      const name = params.name ?? '';
      opened.push(name);
      sinks.set(name, sink);
      firstOpened();
      return { close: () => closed.push(name) };
    },
  };
  return {
    provider,
    opened,
    closed,
    /** Resolves when somebody looks for the first time. */
    isOpened,
    /** The running source for `params.name`. */
    sink(name = ''): TopicSink {
      const sink = sinks.get(name);
      if (!sink) throw new Error(`nobody follows '${name}'`);
      return sink;
    },
  };
}

/** An answer in memory. `stall` makes the reader fall behind until `drain`. */
export class MemorySink implements StreamSink {
  readonly frames: LiveFrame[] = [];
  heartbeats = 0;
  bytes = 0;
  ended = false;
  destroyed = false;
  stalled = false;
  readonly #reader = createFrameReader();
  readonly #listeners: Record<string, Array<() => void>> = {};

  write(text: string): boolean {
    if (text.startsWith(':')) this.heartbeats += 1;
    this.bytes += text.length;
    this.frames.push(...this.#reader.push(new TextEncoder().encode(text)));
    return !this.stalled;
  }

  on(event: 'drain' | 'close', listener: () => void): void {
    (this.#listeners[event] ??= []).push(listener);
  }

  emit(event: 'drain' | 'close'): void {
    this.#listeners[event]?.forEach(listener => listener());
  }

  drain(): void {
    this.stalled = false;
    this.emit('drain');
  }

  end(): void {
    this.ended = true;
  }

  destroy(): void {
    this.destroyed = true;
  }

  /** Types of the frames since the last call, `hello` left out. */
  taken(): LiveFrame[] {
    return this.frames.splice(0).filter(frame => frame.type !== 'hello');
  }
}

/** Credentials of a user that end at a time. */
export function credentialsUntil(expiresAt?: Date) {
  return { ...mockCredentials.user(), expiresAt };
}
