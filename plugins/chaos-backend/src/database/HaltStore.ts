import { FaultRef, HaltState } from '@slipway/plugin-chaos-common';
import { Actor } from '@slipway/plugin-clusters-common';

/** A fault that a halt is to stop. */
export type HaltTarget = FaultRef & { uid: string };

/** A halt as somebody asks for it. */
export interface NewHalt {
  /** In whose name faults are deleted. */
  actor: Actor;
  /** ISO time. */
  at: string;
  reason: string;
  /** What was known to run then. */
  targets: HaltTarget[];
}

/** Who works on a halt, and until when nobody else does. */
export interface HaltLease {
  owner: string;
  until: Date;
}

/** How a halt was carried out. */
export interface HaltEnd {
  /** How many faults were stopped. */
  stopped: number;
  /** What could not be stopped, or is not known, each with its reason. */
  left: string[];
}

/** Whether new faults are blocked; survives restarts, and is the same for all replicas. */
export interface HaltStore {
  /** The newest halt that is not lifted. */
  read(): Promise<HaltState>;
  /** Blocks new faults. A second halt takes the place of the first. */
  halt(halt: NewHalt, lease: HaltLease): Promise<void>;
  /**
   * The halt that holds, when it was not carried out to its end and nobody
   * works on it; the caller does so from now on.
   */
  claimUnfinished(
    lease: HaltLease & { now: Date },
  ): Promise<NewHalt | undefined>;
  /** The owner still works on it. */
  renew(at: string, lease: HaltLease): Promise<void>;
  /** It was carried out. @returns whether it was not before */
  finished(at: string, end: HaltEnd): Promise<boolean>;
  /** Lifts every halt. */
  lift(by: string, at: string): Promise<void>;
}
