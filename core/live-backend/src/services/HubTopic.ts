import { SourceFreshness } from '@slipway/plugin-live-common';
import { TopicSink } from '@slipway/plugin-live-node';
import { itemsJson, sseTextOf } from './frames';
import { stableJson } from './stableJson';

const NO_FRESHNESS = '[]';

/** Keys that changed together, with the text for viewers who had everything before. */
export class Flush {
  #text?: string;

  constructor(
    readonly keys: ReadonlySet<string>,
    private readonly compose: () => string,
  ) {}

  /** Composed for the first viewer and shared by all. */
  text(): string {
    this.#text ??= this.compose();
    return this.#text;
  }
}

/** One viewer of a topic. */
export interface TopicViewer {
  /** The first full picture is there. */
  ready(): void;
  flushed(flush: Flush): void;
  freshnessChanged(): void;
  failed(error: Error): void;
}

/**
 * The newest value of each key of one topic, and who follows it.
 *
 * Changes are gathered: the first goes out at the end of the current turn of
 * the event loop, those that follow within `coalesceMs` go out together at its
 * end. Each time counts one version; `<epoch>:<version>` is what a page
 * resumes with. Values are kept as text, serialised once for all viewers.
 */
export class HubTopic {
  readonly #items = new Map<string, string>();
  readonly #viewers = new Set<TopicViewer>();
  readonly #pending = new Set<string>();
  #freshness = NO_FRESHNESS;
  #freshnessPending = false;
  #version: number;
  #ready = false;
  #closed = false;
  #scheduled = false;
  #cooldown?: ReturnType<typeof setTimeout>;
  /** Of the newest version and freshness, composed for the first viewer that asks. */
  #snapshot?: string;

  constructor(
    readonly id: string,
    private readonly options: {
      epoch: string;
      /** Version that this topic counts on from. */
      version: number;
      coalesceMs: number;
      /** Called when the source has ended the topic. */
      onFailed: (error: Error) => void;
    },
  ) {
    this.#version = options.version;
  }

  /** True once the source has given its first full picture. */
  get isReady(): boolean {
    return this.#ready;
  }

  /** True once the source has said how fresh it is. */
  get hasFreshness(): boolean {
    return this.#freshness !== NO_FRESHNESS;
  }

  get viewerCount(): number {
    return this.#viewers.size;
  }

  get version(): number {
    return this.#version;
  }

  get resume(): string {
    return `${this.options.epoch}:${this.#version}`;
  }

  /** What the source writes to. After {@link HubTopic.close} it does nothing. */
  readonly sink: TopicSink = {
    replace: items => {
      if (this.#closed) return;
      const gone = new Set(this.#items.keys());
      for (const [key, value] of items) {
        gone.delete(key);
        this.#set(key, value);
      }
      gone.forEach(key => this.#delete(key));
      if (!this.#ready) {
        this.#ready = true;
        this.#pending.clear();
        this.#version += 1;
        this.#snapshot = undefined;
        this.#viewers.forEach(viewer => viewer.ready());
      }
    },
    upsert: (key, value) => {
      if (!this.#closed) this.#set(key, value);
    },
    remove: key => {
      if (!this.#closed) this.#delete(key);
    },
    freshness: freshness => this.#setFreshness(freshness),
    fail: error => {
      if (this.#closed) return;
      const viewers = [...this.#viewers];
      this.close();
      this.options.onFailed(error);
      viewers.forEach(viewer => viewer.failed(error));
    },
  };

  add(viewer: TopicViewer): void {
    this.flushNow();
    this.#viewers.add(viewer);
  }

  delete(viewer: TopicViewer): void {
    this.#viewers.delete(viewer);
  }

  close(): void {
    this.#closed = true;
    this.#snapshot = undefined;
    clearTimeout(this.#cooldown);
    this.#viewers.clear();
  }

  /** Everything, as the text of a `snapshot` event. Call {@link HubTopic.flushNow} before. */
  snapshotText(): string {
    this.#snapshot ??= this.#text('snapshot', {
      resume: JSON.stringify(this.resume),
      items: itemsJson(this.#items),
      freshness: this.#freshness,
    });
    return this.#snapshot;
  }

  currentText(): string {
    return this.#text('current', {
      resume: JSON.stringify(this.resume),
      freshness: this.#freshness,
    });
  }

  freshnessText(): string {
    return this.#text('freshness', { freshness: this.#freshness });
  }

  /** The newest values of these keys, as `upsert` and `remove` events. */
  changesText(keys: Iterable<string>): string {
    const resume = JSON.stringify(this.resume);
    const kept: Array<readonly [string, string]> = [];
    const gone: string[] = [];
    for (const key of keys) {
      const json = this.#items.get(key);
      if (json === undefined) gone.push(key);
      else kept.push([key, json]);
    }
    const upsert =
      kept.length > 0
        ? this.#text('upsert', { resume, items: itemsJson(kept) })
        : '';
    const remove =
      gone.length > 0
        ? this.#text('remove', { resume, keys: JSON.stringify(gone) })
        : '';
    return upsert + remove;
  }

  /** Gives viewers what is gathered, without waiting. */
  flushNow(): void {
    if (this.#freshnessPending) {
      this.#freshnessPending = false;
      this.#viewers.forEach(viewer => viewer.freshnessChanged());
    }
    if (!this.#ready || this.#pending.size === 0) return;
    const keys = new Set(this.#pending);
    this.#pending.clear();
    this.#version += 1;
    this.#snapshot = undefined;
    const flush = new Flush(keys, () => this.changesText(keys));
    this.#viewers.forEach(viewer => viewer.flushed(flush));
  }

  #set(key: string, value: unknown): void {
    const json = stableJson(value);
    if (this.#items.get(key) === json) return;
    this.#items.set(key, json);
    this.#snapshot = undefined;
    this.#changed(key);
  }

  #delete(key: string): void {
    if (!this.#items.delete(key)) return;
    this.#snapshot = undefined;
    this.#changed(key);
  }

  #setFreshness(freshness: SourceFreshness[]): void {
    const json = stableJson(freshness);
    if (this.#closed || json === this.#freshness) return;
    this.#freshness = json;
    this.#snapshot = undefined;
    this.#freshnessPending = true;
    this.#schedule();
  }

  #changed(key: string): void {
    if (!this.#ready) return;
    this.#pending.add(key);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#cooldown !== undefined) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      if (this.#closed) return;
      this.flushNow();
      this.#cool();
    });
  }

  #cool(): void {
    this.#cooldown = setTimeout(() => {
      this.#cooldown = undefined;
      if (this.#pending.size === 0 && !this.#freshnessPending) return;
      this.flushNow();
      this.#cool();
    }, this.options.coalesceMs);
  }

  /** An event of this topic; the fields are JSON already. */
  #text(type: string, fields: Record<string, string>): string {
    const rest = Object.entries(fields)
      .map(([name, json]) => `,"${name}":${json}`)
      .join('');
    return sseTextOf(
      `{"type":"${type}","id":${JSON.stringify(this.id)}${rest}}`,
    );
  }
}
