/**
 * The time of the sandbox. Controllers ask it and never the system, so that
 * tests can stop and step it and demonstrations can speed it up.
 */
export interface Clock {
  now(): Date;
  /** Calls back after so much sandbox time. @returns the function that cancels it */
  after(milliseconds: number, callback: () => void): () => void;
  every(milliseconds: number, callback: () => void): () => void;
}
