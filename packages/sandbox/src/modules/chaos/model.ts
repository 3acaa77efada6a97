import { KubeObject } from '@slipway/kube-sim';
import { Condition } from '../../loops/model';

type StringMap = { [key: string]: string };

/** `PodSelectorSpec` of Chaos Mesh. */
export type PodSelectorSpec = {
  namespaces?: string[];
  labelSelectors?: StringMap;
  expressionSelectors?: Array<{
    key: string;
    operator: string;
    values?: string[];
  }>;
  annotationSelectors?: StringMap;
  fieldSelectors?: StringMap;
  nodes?: string[];
  nodeSelectors?: StringMap;
  pods?: { [namespace: string]: string[] };
  podPhaseSelectors?: string[];
};

/** `PodSelector`, with the names of containers where a kind has them. */
export type PodSelector = {
  selector: PodSelectorSpec;
  mode: string;
  value?: string;
  containerNames?: string[];
};

export type FaultSpec = PodSelector & {
  action?: string;
  duration?: string;
  gracePeriod?: number;
  direction?: string;
  target?: PodSelector | string;
  externalTargets?: string[];
  abort?: boolean;
  address?: string[];
};

export type RecordEvent = {
  type: 'Succeeded' | 'Failed';
  operation: 'Apply' | 'Recover';
  message?: string;
  timestamp: string;
};

export type FaultRecord = {
  id: string;
  selectorKey: string;
  phase: string;
  injectedCount: number;
  recoveredCount: number;
  events?: RecordEvent[];
};

export type FaultStatus = {
  conditions?: Condition[];
  experiment: { desiredPhase?: string; containerRecords?: FaultRecord[] };
  instances?: { [id: string]: number };
};

/** An object of one of the fault kinds. */
export interface Fault extends KubeObject<FaultSpec, FaultStatus> {
  spec: FaultSpec;
  status: FaultStatus;
}

/** Phases of a record; `Not Injected/Wait` and `Injected/Wait` lie between them. */
export const NOT_INJECTED = 'Not Injected';
export const INJECTED = 'Injected';

/** Pauses a fault while it is `true`. */
export const PAUSE = 'experiment.chaos-mesh.org/pause';
/** With `forced` a deleted fault goes without being recovered. */
export const CLEAN = 'chaos-mesh.chaos-mesh.org/cleanFinalizer';
export const FINALIZER = 'chaos-mesh/records';
