import type { Cause, PodNow } from '@slipway/platform-model';

/** A pod of one cluster as the metrics know it. */
export interface MeasuredPod extends PodNow {
  /** When it became ready, in ms since the epoch; history begins there. Absent: it has always been there. */
  since?: number;
}

/** What the composition of the sandbox gives the metrics of one cluster. Called once per sample. */
export interface TrafficInput {
  pods(): readonly MeasuredPod[];
  /** Faults, load and forced results in force now. */
  causes?(): readonly Cause[];
}
