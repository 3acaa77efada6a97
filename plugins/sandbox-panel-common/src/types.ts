import { Decision } from '@slipway/plugin-actions-common';
import { z } from 'zod/v3';
import {
  startedReleaseSchema,
  RELEASE_QUALITIES,
  releaseRequestSchema,
  sandboxDemoSchema,
  sandboxTimeSchema,
  speedSchema,
} from './schema';

export type ReleaseQuality = (typeof RELEASE_QUALITIES)[number];

/** A release that a user asks for. */
export type ReleaseRequest = z.infer<typeof releaseRequestSchema>;

/** A release that was started, by a user or by the demo scenario. */
export type StartedRelease = z.infer<typeof startedReleaseSchema>;

export type SpeedRequest = z.infer<typeof speedSchema>;

/** Sandbox time and how fast it goes. */
export type SandboxTime = z.infer<typeof sandboxTimeSchema>;

/** What the sandbox reports. */
export type SandboxDemo = z.infer<typeof sandboxDemoSchema>;

export type SandboxService =
  SandboxDemo['clusters'][number]['services'][number];

/** What becomes of a release when nothing else disturbs it. */
export type Outlook = SandboxDemo['outlooks'][string][ReleaseQuality];

/** A service as the page shows it. */
export interface PanelService extends SandboxService {
  /** Owner of the entity that the workload belongs to, if known. */
  ownerRef?: string;
  /** Whether the user may start a release of it. Whether it is stable is another matter. */
  mayRelease: Decision;
}

/** Answer of `GET /v1/demo`. */
export interface PanelDemo extends Omit<SandboxDemo, 'clusters'> {
  /** When the sandbox answered, by the portal's clock, ISO. */
  asOf: string;
  clusters: Array<{
    name: string;
    nextReleaseAt?: string;
    services: PanelService[];
  }>;
  /** Whether the user may change the speed. */
  maySetSpeed: Decision;
}
