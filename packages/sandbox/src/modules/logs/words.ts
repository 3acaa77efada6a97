import {
  seededUnit,
  ServiceName,
  serviceProfile,
} from '@slipway/platform-model';
import { ModelLine } from './types';

type Words = Pick<ModelLine, 'level' | 'logger' | 'message' | 'stack'>;

const pick = <T>(choices: readonly T[], ...seed: Array<string | number>): T =>
  choices[Math.floor(seededUnit(...seed) * choices.length)];

/** `order-service` → `com.ecommerce.order`. */
const packageOf = (service: ServiceName) =>
  `com.ecommerce.${service.split('-')[0]}`;

const OWN_FAILURES = [
  {
    what: 'java.lang.NullPointerException: Cannot invoke "java.math.BigDecimal.add(java.math.BigDecimal)" because "price" is null',
    at: 'calculateTotal',
  },
  {
    what: 'org.springframework.dao.DataIntegrityViolationException: could not execute statement; constraint [uk_reference]',
    at: 'save',
  },
  {
    what: 'java.lang.IllegalStateException: Unexpected status PENDING_REVIEW',
    at: 'statusOf',
  },
] as const;

/** A request that failed by the service's own fault. */
export function ownFailure(service: ServiceName, seed: string): Words {
  const { what, at } = pick(OWN_FAILURES, seed, 'own');
  const context = serviceProfile(service)?.context || '/';
  const code = packageOf(service);
  return {
    level: 'ERROR',
    logger: `o.a.c.c.C.[.[.[${context}].[dispatcherServlet]`,
    message: `Servlet.service() for servlet [dispatcherServlet] in context with path [${context}] threw exception [Request processing failed: ${what}] with root cause`,
    stack: [
      what,
      `\tat ${code}.service.impl.DefaultService.${at}(DefaultService.java:${
        80 + Math.floor(seededUnit(seed, 'line') * 40)
      })`,
      `\tat ${code}.resource.Resource.handle(Resource.java:47)`,
      '\tat java.base/java.lang.reflect.Method.invoke(Method.java:580)',
    ].join('\n'),
  };
}

/** A request that failed because a service that it calls failed, or could not be reached. */
export function calleeFailure(
  service: ServiceName,
  callee: string,
  seed: string,
): Words {
  const what = pick(
    [
      `feign.FeignException$InternalServerError: [500] during [GET] to [http://${callee}/api]`,
      `feign.RetryableException: Read timed out executing GET http://${callee}/api`,
    ],
    seed,
    'callee',
  );
  return {
    level: 'ERROR',
    logger: `${packageOf(service)}.client.ClientErrors`,
    message: `Call of ${callee} failed: ${what}`,
    stack: [
      what,
      '\tat feign.SynchronousMethodHandler.executeAndDecode(SynchronousMethodHandler.java:120)',
      `\tat ${packageOf(service)}.client.Client.get(Client.java:31)`,
    ].join('\n'),
  };
}

/** Requests that take long. */
export function slowRequests(service: ServiceName, meanMs: number): Words {
  return {
    level: 'WARN',
    logger: `${packageOf(service)}.web.RequestTimes`,
    message: `Slow requests: mean of the last 10 s is ${Math.round(meanMs)} ms`,
  };
}

/** An ordinary line. Some hold what no log should: the portal has to mask it. */
export function ordinary(service: ServiceName, seed: string): Words {
  const number = Math.floor(seededUnit(seed, 'number') * 9_000) + 1_000;
  const { context = '' } = serviceProfile(service) ?? {};
  const logger = `${packageOf(service)}.resource.Resource`;
  if (service === 'user-service') {
    const user = pick(['anna', 'ben', 'chiara', 'dmitri'], seed, 'user');
    return {
      level: 'INFO',
      logger: `${packageOf(service)}.security.Tokens`,
      message: `Login of ${user}.${number}@example.com accepted, password=hunter-${number}, Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIke3VzZXJ9In0.c2FuZGJveC0${number}`,
    };
  }
  if (service === 'payment-service') {
    return {
      level: 'INFO',
      logger,
      message: `Payment ${number} authorised, card 4111 1111 1111 1111`,
    };
  }
  return {
    level: 'INFO',
    logger,
    message: `Fetched one of ${context || '/'} with id ${number}`,
  };
}
