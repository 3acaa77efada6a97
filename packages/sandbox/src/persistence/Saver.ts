/** Calls `save` a while after the first of many changes, and at the end. */
export class Saver {
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param delayMs - system time from a change to its saving: what a crash may lose
   * @param failed - told when saving fails; the next change tries again
   */
  constructor(
    private readonly save: () => void,
    private readonly delayMs: number,
    private readonly failed: (error: unknown) => void,
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
    } catch (error) {
      this.failed(error);
    }
  }
}
