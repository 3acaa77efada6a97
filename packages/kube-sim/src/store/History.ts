import { KubeObject, StoreEvent } from './types';

const versionOf = (event: StoreEvent) =>
  Number(event.object.metadata.resourceVersion);

/**
 * The newest events of one kind, so that a watch can continue where it ended and
 * a list can be read on as it was when its first page was read.
 */
export class History {
  #events: StoreEvent[] = [];
  /** Version of the newest event that has been forgotten. */
  #forgotten: number;

  constructor(private readonly limit: number, forgotten: number) {
    this.#forgotten = forgotten;
  }

  add(event: StoreEvent): void {
    this.#events.push(event);
    if (this.#events.length >= this.limit * 2) {
      this.forget(this.limit);
    }
  }

  /** Keeps only so many events. */
  forget(keep: number): void {
    const drop = this.#events.length - keep;
    if (drop <= 0) return;
    this.#forgotten = versionOf(this.#events[drop - 1]);
    this.#events = this.#events.slice(drop);
  }

  get oldest(): number {
    return this.#forgotten;
  }

  /** Events after a version, oldest first; undefined when some are forgotten. */
  since(version: number): StoreEvent[] | undefined {
    if (version < this.#forgotten) return undefined;
    let from = this.#events.length;
    while (from > 0 && versionOf(this.#events[from - 1]) > version) from -= 1;
    return this.#events.slice(from);
  }

  /** Takes events back until the objects are as they were at a version. */
  rewind(
    objects: Map<string, Readonly<KubeObject>>,
    version: number,
    keyOf: (object: Readonly<KubeObject>) => string,
  ): boolean {
    const events = this.since(version);
    if (!events) return false;
    for (const { object, previous } of events.reverse()) {
      if (previous) objects.set(keyOf(previous), previous);
      else objects.delete(keyOf(object));
    }
    return true;
  }
}
