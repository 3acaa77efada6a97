import { Config } from '@backstage/config';
import {
  ControllerScope,
  DEFAULT_GUARDRAILS,
  DEFAULT_SCOPE,
  EnvironmentGuardrails,
  Guardrails,
  isLaunchKind,
  isTimeZone,
  LaunchWindow,
  parseGoDuration,
} from '@slipway/plugin-chaos-common';
import { Environment } from '@slipway/plugin-clusters-common';
import { readAppBaseUrl } from '@slipway/plugin-portal-node/config';
import { readDays } from '@slipway/plugin-portal-node/retention';

const ROOT = 'slipway.chaos';

const PRODUCTION =
  'Faults in production are not allowed: the configuration has no guardrails for it.';

/** What this plugin reads from the configuration. */
export interface ChaosConfig {
  guardrails: Guardrails;
  /** How the controller of a cluster is set up. */
  scopeOf(cluster: string): ControllerScope;
  /** Days for which parts of joint runs that have ended are kept. */
  partDays: number;
  /** Whether the acting agent tools are registered. */
  agentActionsEnabled: boolean;
  /** Where the portal is opened, without a slash at its end. */
  appBaseUrl: string;
}

function windowOf(config: Config, key: string): LaunchWindow {
  const days = config.get<unknown>('days');
  const [from, to] = ['from', 'to'].map(name => config.getString(name));
  const timeZone = config.getString('timeZone');
  if (
    !Array.isArray(days) ||
    !days.every(day => Number.isInteger(day) && day >= 1 && day <= 7)
  ) {
    throw new Error(`${key}.days must be numbers from 1 (Monday) to 7`);
  }
  if (![from, to].every(time => /^([01]\d|2[0-3]):[0-5]\d$/.test(time))) {
    throw new Error(`${key}.from and .to must be times, as 09:00`);
  }
  if (from >= to) throw new Error(`${key}.to must be later than from`);
  if (!isTimeZone(timeZone)) {
    throw new Error(`${key}.timeZone is not a time zone`);
  }
  return { days, from, to, timeZone };
}

function guardrailsOf(
  config: Config | undefined,
  environment: Environment,
): EnvironmentGuardrails {
  const known = DEFAULT_GUARDRAILS[environment];
  if (!config) {
    return environment === 'prod' ? { ...known, refused: PRODUCTION } : known;
  }
  const key = `${ROOT}.guardrails.${environment}`;
  const kinds = config.getOptionalStringArray('kinds');
  const unknown = kinds?.find(kind => !isLaunchKind(kind));
  if (unknown !== undefined) {
    throw new Error(`${key}.kinds: ${unknown} is not a kind of Chaos Mesh`);
  }
  const longest = config.getOptionalString('maxDuration');
  const milliseconds = longest === undefined ? 0 : parseGoDuration(longest);
  if (milliseconds === undefined || (longest && milliseconds <= 0)) {
    throw new Error(`${key}.maxDuration must be a duration, as 10m`);
  }
  const namespaces =
    config.getOptionalStringArray('namespaces') ?? known.namespaces;
  const windows = config
    .getOptionalConfigArray('windows')
    ?.map((each, index) => windowOf(each, `${key}.windows[${index}]`));
  return {
    approval: config.getOptionalBoolean('approval') ?? known.approval,
    kinds: kinds?.filter(isLaunchKind) ?? known.kinds,
    ...(namespaces ? { namespaces } : {}),
    maxDurationSeconds: longest
      ? milliseconds / 1000
      : known.maxDurationSeconds,
    maxSharePercent:
      config.getOptionalNumber('maxSharePercent') ?? known.maxSharePercent,
    maxPods: config.getOptionalNumber('maxPods') ?? known.maxPods,
    ...(windows ? { windows } : {}),
    allowTasks: config.getOptionalBoolean('allowTasks') ?? known.allowTasks,
    allowRemoteCluster:
      config.getOptionalBoolean('allowRemoteCluster') ??
      known.allowRemoteCluster,
  };
}

/**
 * Reads the configuration of this plugin.
 *
 * @throws Error that names the key, for a value of the wrong form
 */
export function readChaosConfig(config: Config): ChaosConfig {
  const rules = config.getOptionalConfig(`${ROOT}.guardrails`);
  const of = (environment: Environment) =>
    guardrailsOf(rules?.getOptionalConfig(environment), environment);
  const controllers = config.getOptionalConfig(`${ROOT}.controllers`);
  const scopes = new Map(
    (controllers?.keys() ?? []).map(cluster => {
      const each = controllers?.getConfig(cluster);
      const targetNamespace = each?.getOptionalString('targetNamespace');
      return [
        cluster,
        {
          clusterScoped: targetNamespace === undefined,
          ...(targetNamespace === undefined ? {} : { targetNamespace }),
          filterNamespaces:
            each?.getOptionalBoolean('filterNamespaces') ?? false,
        },
      ];
    }),
  );
  return {
    guardrails: { dev: of('dev'), stage: of('stage'), prod: of('prod') },
    scopeOf: cluster => scopes.get(cluster) ?? DEFAULT_SCOPE,
    partDays: readDays(config, `${ROOT}.retention.parts`, 90),
    agentActionsEnabled:
      config.getOptionalBoolean(`${ROOT}.agentActions.enabled`) ?? false,
    appBaseUrl: readAppBaseUrl(config),
  };
}
