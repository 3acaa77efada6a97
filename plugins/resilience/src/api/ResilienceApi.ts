import { createApiRef } from '@backstage/frontend-plugin-api';
import { ActionAccess, ActionAnswer } from '@slipway/plugin-actions-common';
import {
  CheckAnswer,
  DesignSpec,
  OptionsAnswer,
  ResiliencePlaceTypes,
  RunPlace,
  ScoreAnswer,
} from '@slipway/plugin-resilience-common';
import { PartOffer } from '@slipway/plugin-work-common';

/** What of a run can be saved: its samples as a table, or the run with all of them. */
export type RunFile = 'samples.csv' | 'samples.json';

/** The joint runs backend; live state comes by topics instead. Each call throws as `fetchJson` does. */
export interface ResilienceApi {
  /** Where runs of a service can be made, and a design to start from. */
  getOptions(entityRef: string): Promise<OptionsAnswer>;
  /** What can be a part of a run there. */
  getOffers(place: RunPlace): Promise<PartOffer[]>;
  /** What would happen if the design were launched there now; nothing is changed. */
  check(place: RunPlace, design: DesignSpec): Promise<CheckAnswer>;
  getPlaceAccess(
    place: RunPlace,
  ): Promise<ActionAccess<ResiliencePlaceTypes['name']>>;
  actOnPlace(
    place: RunPlace,
    action: ResiliencePlaceTypes['name'],
    args: object,
    typedName?: string,
    /** The approval under which it is done, where it needs one. */
    approvalId?: string,
  ): Promise<ActionAnswer & { runId?: string }>;
  /** Asks somebody else to allow a launch. */
  askToLaunch(place: RunPlace, args: object, reason: string): Promise<unknown>;
  /** A file of a run, to be saved. */
  getFile(id: string, file: RunFile): Promise<Blob>;
  /** The score of a service now, and its course. */
  getScore(entityRef: string): Promise<ScoreAnswer>;
  getRunAccess(id: string): Promise<ActionAccess<'stop'>>;
  stop(id: string, reason?: string): Promise<ActionAnswer>;
}

export const resilienceApiRef = createApiRef<ResilienceApi>({
  id: 'plugin.resilience.api',
});
