import { PartMemory } from '@slipway/plugin-chaos-common';
import { Actor } from '@slipway/plugin-clusters-common';

/** A fault that was started as a part of a joint run. */
export interface KeptPart {
  /** Id of the part, over all joint runs. */
  id: string;
  /** `<cluster>/<namespace>/<kind>/<name>` of its object. */
  ref: string;
  /** Who started it; a stop is made in their name where clusters are impersonated. */
  startedBy: Actor;
  /** Whether its object was seen, or its creation was confirmed. */
  launched: boolean;
  memory: PartMemory;
  /** ISO time at which its object was found to be gone. */
  goneAt?: string;
}

/** What is kept of parts; survives restarts, and is the same for all replicas. */
export interface PartStore {
  /** Keeps that a part is about to be launched; nothing where it is kept already. */
  claim(part: Pick<KeptPart, 'id' | 'ref' | 'startedBy'>): Promise<void>;
  /** Forgets a part that was not launched. */
  release(id: string): Promise<void>;
  byId(id: string): Promise<KeptPart | undefined>;
  byRef(ref: string): Promise<KeptPart | undefined>;
  /** Keeps what was seen of its object. */
  seen(id: string, memory: PartMemory): Promise<void>;
  /** Keeps why the portal stops it; the first reason stays. */
  stopping(id: string, reason: string): Promise<void>;
  /** Keeps when its object was found to be gone; the first time stays. @param at - ISO time */
  gone(id: string, at: string): Promise<void>;
  /** References of the parts whose objects are not known to be gone. */
  live(): Promise<Array<Pick<KeptPart, 'id' | 'ref'>>>;
  /** Parts that were claimed before a time, whatever became of them. @param before - ISO time */
  claimedBefore(before: string): Promise<Array<Pick<KeptPart, 'id' | 'ref'>>>;
  /** Forgets a part for good. */
  delete(id: string): Promise<void>;
}
