import { LoggerService } from '@backstage/backend-plugin-api';
import { TopicProvider, TopicSource } from '@slipway/plugin-live-node';
import { randomBytes } from 'node:crypto';
import { HubTopic, TopicViewer } from './HubTopic';

/** A viewer's hold on a topic. */
export interface TopicHandle {
  readonly topic: HubTopic;
  leave(): void;
}

interface Entry {
  topic: HubTopic;
  source?: TopicSource;
  linger?: ReturnType<typeof setTimeout>;
}

/**
 * Runs one source for each distinct topic and parameters, however many look at
 * it. It starts with the first viewer and ends `lingerMs` after the last, so
 * that a page that is loaded again finds it running.
 */
export class TopicHub {
  /** Names this process: tokens of another replica or an earlier start never match. */
  readonly epoch = randomBytes(9).toString('base64url');
  readonly #entries = new Map<string, Entry>();
  /** Highest version of the sources that have ended: those that start count on from it, so that no token comes twice. */
  #version = 0;
  readonly #options: {
    logger: LoggerService;
    coalesceMs: number;
    lingerMs: number;
  };

  constructor(options: {
    logger: LoggerService;
    /** Default 100. */
    coalesceMs?: number;
    /** Default 5000. */
    lingerMs?: number;
  }) {
    this.#options = { coalesceMs: 100, lingerMs: 5_000, ...options };
  }

  /** Number of running sources. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * Adds a viewer who has been authorised, and starts the source if it is the first.
   *
   * @param id - `topicId` of topic and parameters
   * @throws whatever the provider's `open` throws; the topic is then not kept
   */
  join(
    id: string,
    provider: TopicProvider,
    params: Record<string, string>,
    viewer: TopicViewer,
  ): TopicHandle {
    const entry = this.#entries.get(id) ?? this.#start(id, provider, params);
    clearTimeout(entry.linger);
    entry.topic.add(viewer);
    return {
      topic: entry.topic,
      leave: () => {
        entry.topic.delete(viewer);
        this.#lingerIfAlone(id, entry);
      },
    };
  }

  /** Ends all sources. */
  close(): void {
    for (const [id, entry] of [...this.#entries]) this.#stop(id, entry);
  }

  #start(
    id: string,
    provider: TopicProvider,
    params: Record<string, string>,
  ): Entry {
    let failure: Error | undefined;
    const entry: Entry = {
      topic: new HubTopic(id, {
        epoch: this.epoch,
        version: this.#version,
        coalesceMs: this.#options.coalesceMs,
        onFailed: error => {
          failure = error;
          this.#stop(id, entry);
        },
      }),
    };
    this.#entries.set(id, entry);
    try {
      entry.source = provider.open(params, entry.topic.sink);
    } catch (error) {
      this.#stop(id, entry);
      throw error;
    }
    if (failure) {
      // It failed while it was being opened: no viewer has seen it yet.
      this.#closeSource(entry);
      throw failure;
    }
    return entry;
  }

  #lingerIfAlone(id: string, entry: Entry): void {
    if (entry.topic.viewerCount > 0 || this.#entries.get(id) !== entry) return;
    clearTimeout(entry.linger);
    entry.linger = setTimeout(
      () => this.#stop(id, entry),
      this.#options.lingerMs,
    );
  }

  #stop(id: string, entry: Entry): void {
    clearTimeout(entry.linger);
    if (this.#entries.get(id) === entry) this.#entries.delete(id);
    entry.topic.close();
    this.#version = Math.max(this.#version, entry.topic.version);
    this.#closeSource(entry);
  }

  #closeSource(entry: Entry): void {
    const { source } = entry;
    entry.source = undefined;
    try {
      source?.close();
    } catch (error) {
      // The name only: messages may hold parameters or values.
      this.#options.logger.warn(
        `A live topic's source did not close: ${
          error instanceof Error ? error.name : 'unknown error'
        }`,
      );
    }
  }
}
