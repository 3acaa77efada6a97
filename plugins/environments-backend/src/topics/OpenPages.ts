import { ReadingSource, TopicSource } from '@slipway/plugin-live-node';

/** Open sources by what they show, so that they are read again when this process changed it. */
export class OpenPages {
  readonly #sources = new Map<string, Set<ReadingSource>>();

  /** What has this key changed. */
  changed(key: string): void {
    for (const source of this.#sources.get(key) ?? []) source.changed();
  }

  /** Keeps a source under a key until it is closed. */
  keep(key: string, source: ReadingSource): TopicSource {
    const sources = this.#sources.get(key) ?? new Set();
    this.#sources.set(key, sources.add(source));
    return {
      close: () => {
        sources.delete(source);
        if (sources.size === 0) this.#sources.delete(key);
        source.close();
      },
    };
  }
}
