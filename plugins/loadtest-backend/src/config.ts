import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { Environment } from '@slipway/plugin-clusters-common';
import {
  readAppBaseUrl,
  readMilliseconds,
} from '@slipway/plugin-portal-node/config';
import {
  readRetention,
  Retention,
} from '@slipway/plugin-portal-node/retention';
import { resolve } from 'node:path';
import { LocalAddress } from './runners/local/LocalRunner';
import { LOCUST_VERSION } from './runners/runFile';

const ROOT = 'slipway.loadtest';

/** What a run may be in one environment. */
export interface Limits {
  maxUsers: number;
  maxDurationSeconds: number;
  /** Why nothing is allowed there, one sentence; undefined where runs are allowed. */
  refused?: string;
  /** Whether somebody else must allow each run. */
  approval: boolean;
}

/** What this plugin reads from the configuration. */
export interface LoadTestConfig {
  /** Folder of suites; undefined: there are none. */
  suites?: string;
  limits: Record<Environment, Limits>;
  local?: {
    locust: string;
    directory: string;
    addresses: LocalAddress[];
  };
  kubernetes?: { image: string };
  retention: Retention;
  usersPerWorker: number;
  maxWorkers: number;
  /** Whether the acting agent tools are registered. */
  agentActionsEnabled: boolean;
  /** Where the portal is opened; without a slash at its end. */
  appBaseUrl: string;
}

const PRODUCTION =
  'Load in production is not allowed: the configuration has no limits for it.';

function limitsOf(config: Config, environment: Environment): Limits {
  const key = `${ROOT}.limits.${environment}`;
  const own = config.getOptionalConfig(key);
  if (!own && environment === 'prod') {
    return {
      maxUsers: 0,
      maxDurationSeconds: 0,
      refused: PRODUCTION,
      approval: true,
    };
  }
  return {
    maxUsers: own?.getOptionalNumber('maxUsers') ?? 500,
    maxDurationSeconds:
      readMilliseconds(config, `${key}.maxDuration`, 2 * 3600_000) / 1000,
    approval: own?.getOptionalBoolean('approval') ?? environment === 'prod',
  };
}

/** @throws InputError for an address that is not on this machine */
function addressesOf(config: Config): LocalAddress[] {
  return (config.getOptionalConfigArray('addresses') ?? []).map(one => {
    const to = one.getString('to');
    if (
      !/^http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d{1,5}(\/[\w.-]+)*$/.test(
        to,
      )
    ) {
      throw new InputError(
        `${ROOT}.runners.local.addresses: ${to} must be http://127.0.0.1:<port>, and a path where the address has one. The local runner loads this machine only.`,
      );
    }
    const cluster = one.getOptionalString('cluster');
    return {
      ...(cluster === undefined ? {} : { cluster }),
      from: one.getString('from'),
      to,
    };
  });
}

/**
 * Reads the configuration of this plugin.
 *
 * @throws InputError, or an Error of the configuration reader that names the key
 */
export function readLoadTestConfig(config: Config): LoadTestConfig {
  const suites = config.getOptionalString(`${ROOT}.suites`);
  const local = config.getOptionalConfig(`${ROOT}.runners.local`);
  const kubernetes = config.getOptionalConfig(`${ROOT}.runners.kubernetes`);
  return {
    ...(suites === undefined ? {} : { suites: resolve(suites) }),
    limits: {
      dev: limitsOf(config, 'dev'),
      stage: limitsOf(config, 'stage'),
      prod: limitsOf(config, 'prod'),
    },
    // The sandbox gives addresses only: without a Locust there is no such runner.
    ...(local?.has('locust')
      ? {
          local: {
            locust: resolve(local.getString('locust')),
            directory: resolve(local.getString('directory')),
            addresses: addressesOf(local),
          },
        }
      : {}),
    ...(kubernetes
      ? {
          kubernetes: {
            image:
              kubernetes.getOptionalString('image') ??
              `locustio/locust:${LOCUST_VERSION}`,
          },
        }
      : {}),
    retention: readRetention(config, `${ROOT}.retention`),
    usersPerWorker: config.getOptionalNumber(`${ROOT}.usersPerWorker`) ?? 50,
    maxWorkers: config.getOptionalNumber(`${ROOT}.maxWorkers`) ?? 20,
    agentActionsEnabled:
      config.getOptionalBoolean(`${ROOT}.agentActions.enabled`) ?? false,
    appBaseUrl: readAppBaseUrl(config),
  };
}
