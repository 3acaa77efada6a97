import { createApiRef } from '@backstage/frontend-plugin-api';
import { ActionAccess, ActionAnswer } from '@slipway/plugin-actions-common';
import {
  BlastRadius,
  ClusterKinds,
  FaultActionName,
  FaultDraft,
  FaultRef,
  HaltActionName,
  HaltArgs,
  LaunchActionName,
  LaunchArgs,
  LaunchKind,
  LaunchPlace,
  SeenFault,
  SeenHalt,
  SeenTargets,
} from '@slipway/plugin-chaos-common';

/** A service with the place where a fault is launched on it. */
export interface LaunchTarget extends LaunchPlace {
  entityRef: string;
}

/** The faults backend; live state comes by topics instead. Each call throws as `fetchJson` does. */
export interface ChaosApi {
  /** What can be launched where; the schemas of one kind where it is asked for. */
  getKinds(asked?: {
    cluster: string;
    kind: LaunchKind;
  }): Promise<ClusterKinds[]>;
  /** What a fault would touch, now. */
  preview(target: LaunchTarget, draft: FaultDraft): Promise<BlastRadius>;
  getLaunchAccess(
    target: LaunchTarget,
  ): Promise<ActionAccess<LaunchActionName>>;
  launch(
    target: LaunchTarget,
    request: { seen: SeenTargets; args: LaunchArgs },
    typedName?: string,
    /** The approval under which it is launched, where it needs one. */
    approvalId?: string,
  ): Promise<ActionAnswer>;
  /** Asks somebody else to allow a launch. */
  askToLaunch(
    target: LaunchTarget,
    request: { seen: SeenTargets; args: LaunchArgs; reason: string },
  ): Promise<unknown>;
  /** What the signed-in user may do to a fault. */
  getFaultAccess(ref: FaultRef): Promise<ActionAccess<FaultActionName>>;
  act(
    ref: FaultRef,
    action: FaultActionName,
    seen: SeenFault,
    typedName?: string,
  ): Promise<ActionAnswer>;
  getHaltAccess(): Promise<ActionAccess<HaltActionName>>;
  actOnAll(
    action: HaltActionName,
    request: { seen: SeenHalt; args?: HaltArgs },
  ): Promise<ActionAnswer>;
}

export const chaosApiRef = createApiRef<ChaosApi>({ id: 'plugin.chaos.api' });
