import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { readPlatformGroups } from '@slipway/plugin-permission-backend-module-slipway/config';
import {
  readAppBaseUrl,
  readMilliseconds,
} from '@slipway/plugin-portal-node/config';

const ROOT = 'slipway.approvals';
const MINUTE_MS = 60_000;

/** `slipway.approvals`, with defaults. */
export interface ApprovalsConfig {
  /** How long a request waits for an answer. */
  answerWithinMs: number;
  /** How long what was allowed can be used. */
  useWithinMs: number;
  /** How long before its end those whom it concerns are notified. */
  warnBeforeMs: number;
  /** Groups whose members may answer for every entity; those of the permission policy. */
  platformGroups: string[];
  /** Where the portal is opened, without a slash at its end. */
  appBaseUrl: string;
}

function durationOf(config: Config, name: string, otherwise: number): number {
  const key = `${ROOT}.${name}`;
  const ms = readMilliseconds(config, key, otherwise);
  if (ms < MINUTE_MS) throw new InputError(`${key} must be at least a minute`);
  return ms;
}

/** @throws InputError, or an Error of the configuration reader that names the key */
export function readApprovalsConfig(config: Config): ApprovalsConfig {
  return {
    answerWithinMs: durationOf(config, 'answerWithin', 24 * 60 * MINUTE_MS),
    useWithinMs: durationOf(config, 'useWithin', 4 * 60 * MINUTE_MS),
    warnBeforeMs: durationOf(config, 'warnBefore', 30 * MINUTE_MS),
    platformGroups: readPlatformGroups(config),
    appBaseUrl: readAppBaseUrl(config),
  };
}
