import { Environment } from '@slipway/plugin-clusters-common';
import { LaunchKind } from '../kinds';

/** A time in which faults may be launched: `Mon–Fri 09:00–17:00 Europe/Berlin`. */
export interface LaunchWindow {
  /** 1 is Monday, 7 is Sunday. */
  days: number[];
  /** `HH:MM`, the first minute in which it is open. */
  from: string;
  /** `HH:MM`, the first minute in which it is closed; later than `from`. */
  to: string;
  /** IANA name. */
  timeZone: string;
}

/** What may be launched in one environment. */
export interface EnvironmentGuardrails {
  /** Why nothing may be launched there, one sentence; absent where something may. */
  refused?: string;
  /** Whether somebody else must allow each launch. */
  approval: boolean;
  /** Kinds that may be launched. */
  kinds: LaunchKind[];
  /** Namespaces whose pods may be hit, with `*` for a part of a name; all when absent. */
  namespaces?: string[];
  /** Longest duration, in seconds. */
  maxDurationSeconds: number;
  /** Largest share of a workload's pods that may be hit, 1–100. */
  maxSharePercent: number;
  /** Most pods that one fault may hit. */
  maxPods: number;
  /** When faults may be launched; always when absent. */
  windows?: LaunchWindow[];
  /** Workflow templates of the type Task run a container of their own. */
  allowTasks: boolean;
  /** `spec.remoteCluster` sends the fault to another cluster, whose rules nobody here checks. */
  allowRemoteCluster: boolean;
}

/** What may be launched, by environment. Unknown environments count as production. */
export type Guardrails = Readonly<Record<Environment, EnvironmentGuardrails>>;
