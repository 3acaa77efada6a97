import { isObject, Json, string } from '@slipway/plugin-clusters-common/read';
import { plainText } from '@slipway/plugin-clusters-common';
import { EurekaInstance } from './types';

/** What a Eureka server answered cannot be read; the message continues after "…cannot be read: ". */
export class EurekaAnswerError extends Error {
  readonly name = 'EurekaAnswerError';
}

const MOST_INSTANCES = 20_000;
const LONGEST = 300;

/** One object may stand for a list of one. */
function oneOrMany(value: unknown): Json[] {
  if (Array.isArray(value)) return value.filter(isObject);
  return isObject(value) ? [value] : [];
}

const textOf = (value: unknown): string | undefined => {
  const text = typeof value === 'number' ? String(value) : string(value);
  return text ? plainText(text).slice(0, LONGEST) : undefined;
};

/** Numbers stand as numbers and as texts. 0 is no time. */
function timeOf(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Number(value) : value;
  return typeof time === 'number' && Number.isFinite(time) && time > 0
    ? time
    : undefined;
}

/** `{"$": 8080, "@enabled": "true"}`; a port that is off is none. */
function portOf(value: unknown): number | undefined {
  if (!isObject(value) || String(value['@enabled']) !== 'true')
    return undefined;
  const port = Number(value.$);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

function instanceOf(raw: Json, application: string): EurekaInstance[] {
  const lease = isObject(raw.leaseInfo) ? raw.leaseInfo : {};
  const hostName = textOf(raw.hostName);
  const port = portOf(raw.port) ?? portOf(raw.securePort);
  const app = (textOf(raw.app) ?? application).toLowerCase();
  const instanceId =
    textOf(raw.instanceId) ?? (hostName && `${hostName}:${app}:${port ?? ''}`);
  if (!instanceId || !app) return [];
  const known = {
    hostName,
    ip: textOf(raw.ipAddr),
    port,
    registeredAt: timeOf(lease.registrationTimestamp),
    renewedUntil: timeOf(lease.lastRenewalTimestamp),
    leaseSeconds: timeOf(lease.durationInSecs),
  };
  return [
    {
      app,
      instanceId,
      status: (textOf(raw.status) ?? 'UNKNOWN').toUpperCase(),
      ...Object.fromEntries(
        Object.entries(known).filter(([, value]) => value !== undefined),
      ),
    },
  ];
}

/**
 * Reads an answer to `GET /eureka/apps` in JSON.
 *
 * @param text - the body
 * @throws EurekaAnswerError for XML, which a server gives that does not heed `Accept`, and for what is no answer
 * @see https://github.com/Netflix/eureka `eureka-client/…/converters/EurekaJacksonCodec.java`
 */
export function parseEurekaApps(text: string): EurekaInstance[] {
  const start = text.trimStart();
  if (start.startsWith('<')) {
    throw new EurekaAnswerError(
      /^<(?:\?xml|applications)/.test(start)
        ? 'it answered in XML although JSON was asked for'
        : 'it answered with a page, not with its registry: is the address that of Eureka?',
    );
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new EurekaAnswerError('the answer is not JSON');
  }
  const applications = isObject(body) ? body.applications : undefined;
  if (!isObject(applications)) {
    throw new EurekaAnswerError('the answer has no applications');
  }
  const instances = oneOrMany(applications.application).flatMap(application =>
    oneOrMany(application.instance).flatMap(instance =>
      instanceOf(instance, textOf(application.name) ?? ''),
    ),
  );
  if (instances.length > MOST_INSTANCES) {
    throw new EurekaAnswerError(`it has more than ${MOST_INSTANCES} instances`);
  }
  return instances;
}
