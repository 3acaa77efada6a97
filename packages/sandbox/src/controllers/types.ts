/** A control loop over the objects of one cluster. */
export interface Controller {
  start(): void;
  /** Cancels all timers; nothing is written afterwards. */
  stop(): void;
}
