import { JsonObject } from '@backstage/types';
import { LaunchKind } from './kinds';

/** A fault as it is to be launched: what a form or a YAML text gives. */
export interface FaultDraft {
  kind: LaunchKind;
  /** Name of the object; it must be free. */
  name: string;
  spec: JsonObject;
}

/** Where a fault is launched. */
export interface LaunchPlace {
  cluster: string;
  /** Namespace of the object. Its targets are in the namespaces of its selector, this one unless it names others. */
  namespace: string;
}
