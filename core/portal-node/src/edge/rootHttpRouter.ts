import type { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { Config, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';
import { errorHandler, noSuchRoute } from './errorHandler';
import { unreadable } from './readableRequest';

/** What is known while the root router is put together. */
export type RootContext = Parameters<
  NonNullable<
    NonNullable<Parameters<typeof rootHttpRouterServiceFactory>[0]>['configure']
  >
>[0];

const SERVER_DURATIONS = [
  'headersTimeout',
  'requestTimeout',
  'keepAliveTimeout',
  'timeout',
] as const;
const SERVER_COUNTS = ['maxHeadersCount', 'maxRequestsPerSocket'] as const;

/**
 * Backstage's own chain (`applyDefaults` cannot be used: it ends with an empty
 * 404 and an error handler that shows internals), with the ends of this portal.
 */
export function configureRoot(context: RootContext): void {
  const { app, config, healthRouter, logger, middleware, routes } = context;
  const trustProxy = config.getOptional('backend.trustProxy');
  if (trustProxy !== undefined) app.set('trust proxy', trustProxy);
  limitServer(context);
  app.disable('x-powered-by');

  app.use(middleware.helmet());
  app.use(middleware.cors());
  app.use(middleware.compression());
  app.use(middleware.logging());
  app.use(middleware.rateLimit());
  app.use(healthRouter);
  app.use((req, _res, next) => next(unreadable(req.originalUrl)));
  app.use(routes);
  app.use(noSuchRoute);
  app.use(errorHandler(logger));
}

/** Applies `backend.server`, as Backstage does. */
function limitServer({ config, server }: RootContext): void {
  const settings = config.getOptionalConfig('backend.server');
  if (!settings) return;
  for (const key of SERVER_DURATIONS) {
    const milliseconds = readMilliseconds(settings, key);
    if (milliseconds !== undefined) server[key] = milliseconds;
  }
  for (const key of SERVER_COUNTS) {
    const count = settings.getOptionalNumber(key);
    if (count !== undefined) server[key] = count;
  }
}

function readMilliseconds(settings: Config, key: string): number | undefined {
  const value = settings.getOptional(key);
  if (value === undefined || typeof value === 'number') return value;
  return durationToMilliseconds(readDurationFromConfig(settings, { key }));
}
