/** Calls `save` a while after the first of many changes, and at the end. */
export class Saver {
  #timer: NodeJS.Timeout | undefined;
  /** What the last saving failed with. */
  #failure: string | undefined;

  /**
   * @param delayMs - system time from a change to its saving: what a crash may lose
   * @param failed - called when saving fails, once for a series of the same failure; the next change tries again
   * @param recovered - called when saving works again
   */
  constructor(
    private readonly save: () => void,
    private readonly delayMs: number,
    private readonly failed: (error: unknown) => void,
    private readonly recovered: () => void = () => {},
  ) {}

  /** Something changed. */
  touch(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => this.flush(), this.delayMs);
    this.#timer.unref();
  }

  /** Saves now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      this.save();
      if (this.#failure !== undefined) this.recovered();
      this.#failure = undefined;
    } catch (error) {
      const failure = String(error);
      if (failure !== this.#failure) this.failed(error);
      this.#failure = failure;
    }
  }
}
