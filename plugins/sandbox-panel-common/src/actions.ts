import {
  ActionTypes,
  defineAction,
  NothingSeen,
} from '@slipway/plugin-actions-common';
import {
  sandboxReleaseCreatePermission,
  sandboxSpeedUpdatePermission,
} from './permissions';
import { qualitySchema, speedSchema } from './schema';
import {
  Outlook,
  PanelService,
  ReleaseQuality,
  ReleaseRequest,
  SpeedRequest,
} from './types';

/** Where a release is started. */
export type ReleasePlace = Omit<ReleaseRequest, 'quality'>;

/** The types of the actions on a service of the sandbox. */
export interface ServiceTypes extends ActionTypes {
  name: 'sandbox-release';
  subject: {
    place: ReleasePlace;
    /** As the sandbox reports it; absent when it is no longer there. */
    now?: PanelService;
    /** What becomes of each release of it. */
    outlooks?: Readonly<Record<ReleaseQuality, Outlook>>;
  };
  draft: { quality: ReleaseQuality };
  /** The sandbox itself refuses what does not fit any more. */
  seen: NothingSeen;
  /** What it runs now; without both when the sandbox has no such service, which it then says itself. */
  fresh: { place: ReleasePlace; tag?: string; phase?: string };
  write: ReleaseRequest;
}

/** Why no release of a service can be started now; undefined when one can. */
export function startObstacle(
  service: Pick<PanelService, 'idle' | 'service' | 'phase' | 'tag'>,
): string | undefined {
  return service.idle
    ? undefined
    : `${service.service} is ${service.phase} with ${service.tag}: promote it to its end or abort it first.`;
}

/** Starts a release of a service, good or bad. */
export const startRelease = defineAction<
  ServiceTypes,
  { quality: ReleaseQuality }
>({
  name: 'sandbox-release',
  words: { label: 'Start release', phrase: 'Start a release of' },
  permission: sandboxReleaseCreatePermission,
  args: qualitySchema,
  risk: { severity: 'medium' },
  guard: [],
  gate: ({ place, now }) =>
    now
      ? startObstacle(now)
      : `${place.cluster}/${place.namespace}/${place.service} is no longer there.`,
  preview: ({ now }) => ({
    effect: `Sets the image of the rollout${
      now ? ` from ${now.tag}` : ''
    } to a new version, as a pipeline would.`,
    warnings: [],
  }),
  plan: ({ place, ...before }, { quality }) => ({
    writes: [{ ...place, quality }],
    summary: `Release ${place.service} in the sandbox (${quality})`,
    before,
    after: { quality },
  }),
});

/** The types of the actions on the sandbox as a whole. */
export interface SpeedTypes extends ActionTypes {
  name: 'sandbox-speed';
  subject: { speed: number };
  draft: Partial<SpeedRequest>;
  seen: NothingSeen;
  fresh: { speed: number };
  write: SpeedRequest;
}

/** Changes how fast sandbox time goes, for everybody. */
export const setSpeed = defineAction<SpeedTypes, SpeedRequest>({
  name: 'sandbox-speed',
  words: { label: 'Change speed', phrase: 'Change the speed of' },
  permission: sandboxSpeedUpdatePermission,
  args: speedSchema,
  risk: { severity: 'medium' },
  guard: [],
  gate: () => undefined,
  preview: ({ speed }, draft) => ({
    effect: `Sandbox time goes ${draft.speed ?? speed} times as fast.`,
    warnings: [],
  }),
  plan: (before, { speed }) => ({
    writes: [{ speed }],
    summary: `Change the speed of the sandbox from ${before.speed} to ${speed}`,
    before,
    after: { speed },
  }),
});
