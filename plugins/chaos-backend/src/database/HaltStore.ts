import { HaltState } from '@slipway/plugin-chaos-common';

/** Whether new faults are blocked; survives restarts, and is the same for all replicas. */
export interface HaltStore {
  /** The newest halt that is not lifted. */
  read(): Promise<HaltState>;
  /** Blocks new faults. A second halt takes the place of the first. @param at - ISO time */
  halt(by: string, at: string, reason: string): Promise<void>;
  /** How many faults the halt of that time stopped. */
  stopped(at: string, count: number): Promise<void>;
  /** Lifts every halt. */
  lift(by: string, at: string): Promise<void>;
}
