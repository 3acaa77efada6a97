import { z } from 'zod/v3';
import {
  begunSchema,
  RELEASE_QUALITIES,
  releaseWishSchema,
  sandboxStorySchema,
  sandboxTimeSchema,
  speedSchema,
} from './schema';

export type ReleaseQuality = (typeof RELEASE_QUALITIES)[number];

/** A release that a person wants. */
export type ReleaseWish = z.infer<typeof releaseWishSchema>;

/** A release that was begun, by a person or by the story. */
export type BegunRelease = z.infer<typeof begunSchema>;

export type SpeedWish = z.infer<typeof speedSchema>;

/** Sandbox time and how fast it goes. */
export type SandboxTime = z.infer<typeof sandboxTimeSchema>;

/** What the sandbox tells. */
export type SandboxStory = z.infer<typeof sandboxStorySchema>;

export type SandboxService =
  SandboxStory['clusters'][number]['services'][number];

/** What becomes of a release when nothing else disturbs it. */
export type Outlook = SandboxStory['outlooks'][string][ReleaseQuality];

/** Whether the person may, and why not. */
export type Permit = { allowed: true } | { allowed: false; reason: string };

/** A service as the page shows it. */
export interface PanelService extends SandboxService {
  /** Owner of the entity that the workload belongs to, if known. */
  ownerRef?: string;
  /** Whether the person may start a release of it. Whether it is at rest is another matter. */
  mayRelease: Permit;
}

/** Answer of `GET /v1/story`. */
export interface PanelStory extends Omit<SandboxStory, 'clusters'> {
  /** When the sandbox told it, by the portal's clock, ISO. */
  asOf: string;
  clusters: Array<{
    name: string;
    nextThought?: string;
    services: PanelService[];
  }>;
  /** Whether the person may change the speed. */
  maySetSpeed: Permit;
}
