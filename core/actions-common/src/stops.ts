import { CustomErrorBase } from '@backstage/errors';
import { z } from 'zod/v3';
import { reasonSchema } from './reason';
import { Decision } from './types';

/** One thing for which a rule stops an action: a finding. */
export interface StopItem {
  /** Unique within the stop. */
  key: string;
  /** `CVE-2021-44228 in log4j-core 2.14.1` */
  text: string;
  /** An http(s) address that explains it. */
  link?: string;
}

/** A rule of another feature that stops an action on one object, until somebody overrides it. */
export interface ActionStop {
  /** Name of the rule, as it is configured. */
  rule: string;
  /** Why, one sentence that names the rule. */
  reason: string;
  /** What exactly, worst first; empty where it is not known or the reader may not see it. */
  items: StopItem[];
}

/** What stops an action now, as its dialog shows it. */
export interface ActionStops {
  /** Empty: nothing stops it. */
  stops: ActionStop[];
  /** What rules let pass although they do not know, one sentence each. */
  notes: string[];
  /** Of the stops. Sent with an override: nobody overrides what they have not seen. */
  digest: string;
  /** Whether the reader may override them. */
  override: Decision;
}

/** That somebody does an action although rules stop it. */
export interface ActionOverride {
  reason: string;
  /** {@link ActionStops.digest} as it was seen. */
  digest: string;
}

export const actionOverrideSchema: z.ZodType<
  ActionOverride,
  z.ZodTypeDef,
  unknown
> = z
  .object({
    reason: reasonSchema,
    digest: z.string().regex(/^[0-9a-f]{64}$/, 'must be the digest of stops'),
  })
  .strict();

/** Most items of one stop in an error. */
const MOST_ITEMS = 20;

/**
 * A rule stops the action; nothing was changed. A client distinguishes it from
 * other refusals by its name, and reads in `stops` what it is.
 */
export class ActionStoppedError extends CustomErrorBase {
  readonly name = 'ActionStoppedError' as const;
  /** Read by Backstage's error handler. */
  readonly statusCode = 403;
  readonly stops: ActionStop[];

  constructor(stops: readonly ActionStop[]) {
    super(stops.map(({ reason }) => reason).join(' '));
    this.stops = stops.map(stop => ({
      ...stop,
      items: stop.items.slice(0, MOST_ITEMS),
    }));
  }
}
