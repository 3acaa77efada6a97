import { Instance, LEASE_SECONDS, RENEWAL_SECONDS } from './Registry';

/** What Eureka's REST API answers. */
export interface EurekaAnswer {
  status: number;
  contentType: string;
  text: string;
}

function instanceJson(instance: Instance) {
  const { app, pod, ip, port, status, registeredAt, renewedAt } = instance;
  return {
    instanceId: `${pod}:${app}:${port}`,
    hostName: ip,
    app: app.toUpperCase(),
    ipAddr: ip,
    status,
    overriddenStatus: 'UNKNOWN',
    port: { $: port, '@enabled': 'true' },
    securePort: { $: 443, '@enabled': 'false' },
    countryId: 1,
    dataCenterInfo: {
      '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo',
      name: 'MyOwn',
    },
    leaseInfo: {
      renewalIntervalInSecs: RENEWAL_SECONDS,
      durationInSecs: LEASE_SECONDS,
      registrationTimestamp: registeredAt,
      // As `Lease.renew` has it: the time of the renewal and the duration. Before the first, that of the registration.
      lastRenewalTimestamp:
        renewedAt > registeredAt
          ? renewedAt + LEASE_SECONDS * 1_000
          : registeredAt,
      evictionTimestamp: 0,
      serviceUpTimestamp: registeredAt,
    },
    metadata: { 'management.port': String(port) },
    homePageUrl: `http://${ip}:${port}/`,
    statusPageUrl: `http://${ip}:${port}/actuator/info`,
    healthCheckUrl: `http://${ip}:${port}/actuator/health`,
    vipAddress: app,
    secureVipAddress: app,
    isCoordinatingDiscoveryServer: 'false',
    lastUpdatedTimestamp: String(registeredAt),
    lastDirtyTimestamp: String(registeredAt - 500),
    actionType: 'ADDED',
  };
}

/** One object stands for a list of one, as in the server's older encoding. */
const oneOrMany = <T>(values: readonly T[]): T | readonly T[] =>
  values.length === 1 ? values[0] : values;

function hashOf(instances: readonly Instance[]): string {
  const counts = new Map<string, number>();
  for (const { status } of instances) {
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([status, count]) => `${status}_${count}_`)
    .join('');
}

function xml(apps: ReadonlyMap<string, readonly Instance[]>): string {
  const text = [...apps]
    .map(
      ([name, instances]) =>
        `<application><name>${name.toUpperCase()}</name>${instances
          .map(
            ({ pod, app, ip, port, status }) =>
              `<instance><instanceId>${pod}:${app}:${port}</instanceId><ipAddr>${ip}</ipAddr><status>${status}</status><port enabled="true">${port}</port></instance>`,
          )
          .join('')}</application>`,
    )
    .join('');
  return `<applications><versions__delta>1</versions__delta>${text}</applications>`;
}

/**
 * `GET /eureka/apps` and `GET /eureka/apps/<app>`: XML unless JSON is asked for,
 * names in upper case, times as texts where Eureka has texts.
 *
 * @param path - below the root, such as `/eureka/apps`
 * @param accept - the header of the request
 * @returns undefined for what it does not serve
 */
export function eurekaAnswer(
  instances: readonly Instance[],
  path: string,
  accept: string | undefined,
): EurekaAnswer | undefined {
  const match = /^\/eureka\/apps(?:\/([^/]+)|\/?)$/.exec(path);
  if (!match) return undefined;
  const wanted = match[1]?.toUpperCase();
  const apps = new Map<string, Instance[]>();
  for (const instance of instances) {
    if (wanted !== undefined && instance.app.toUpperCase() !== wanted) continue;
    apps.set(instance.app, [...(apps.get(instance.app) ?? []), instance]);
  }
  if (!accept?.includes('application/json')) {
    return { status: 200, contentType: 'application/xml', text: xml(apps) };
  }
  const json = (body: object): EurekaAnswer => ({
    status: 200,
    contentType: 'application/json',
    text: JSON.stringify(body),
  });
  const applications = [...apps].map(([name, own]) => ({
    name: name.toUpperCase(),
    instance: oneOrMany(own.map(instanceJson)),
  }));
  if (wanted !== undefined) {
    return applications.length
      ? json({ application: applications[0] })
      : { status: 404, contentType: 'application/json', text: '' };
  }
  return json({
    applications: {
      versions__delta: '1',
      apps__hashcode: hashOf(instances),
      application: oneOrMany(applications),
    },
  });
}
