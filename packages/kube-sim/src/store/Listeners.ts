import { StoreEvent } from './types';

type Listener = (event: StoreEvent) => void;

/** Who is notified of writes. All see them in one order: what a listener writes is reported after what it was notified of. */
export class Listeners {
  readonly #listeners = new Set<Listener>();
  readonly #untold: StoreEvent[] = [];
  #telling = false;

  /** @returns the function that ends it */
  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Tells an event to all, whether or not one of them fails.
   *
   * @throws the first failure of a listener
   */
  tell(event: StoreEvent): void {
    this.#untold.push(event);
    if (this.#telling) return;
    this.#telling = true;
    const failures: unknown[] = [];
    try {
      for (let next = this.#untold.shift(); next; next = this.#untold.shift()) {
        for (const listener of [...this.#listeners]) {
          try {
            listener(next);
          } catch (error) {
            failures.push(error);
          }
        }
      }
    } finally {
      this.#telling = false;
    }
    if (failures.length > 0) throw failures[0];
  }
}
