import { readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { NotFoundError } from '@backstage/errors';
import express from 'express';

/** Where the plugin of the browser app is, besides at the root. */
const APP_PLUGIN = '/api/app';
/** What other plugins and the framework serve below dot segments. */
const HEALTH = [
  '/.backstage/health/v1/liveness',
  '/.backstage/health/v1/readiness',
];
const APP_PLUGIN_AUTH = [
  '/.backstage/auth/v1/cookie',
  '/.backstage/auth/v1/jwks.json',
];
const OAUTH = [
  '/.well-known/oauth-authorization-server',
  '/.well-known/oauth-protected-resource',
];
/** Programs look for something below these first segments, and no page of the app has such an address. */
const FOR_PROGRAMS = new Set([
  'actuator',
  'debug',
  'health',
  'healthz',
  'livez',
  'metrics',
  'ready',
  'readyz',
]);

/** What decides which addresses the browser app may answer. */
export interface ServedPaths {
  /** Files at the root of the built app. */
  files: ReadonlySet<string>;
  /** Whether the authorization server of mcp-actions announces itself. */
  oauth: boolean;
}

/**
 * Refuses what the browser app would answer with its start page or its source
 * text. It answers every address that nobody else does with 200, which a scraper
 * or a scanner takes for a find.
 */
export function servedPathsOnly(
  middleware: MiddlewareFactory,
  served: ServedPaths,
): express.RequestHandler {
  const refused = express.Router();
  refused.use(
    middleware.helmet(),
    middleware.logging(),
    () => {
      throw new NotFoundError('There is nothing at this address');
    },
    middleware.error(),
  );
  return (request, response, next) => {
    const html = Boolean(request.accepts('html'));
    if (isServed(request.path, html, served)) next();
    else refused(request, response, next);
  };
}

/** Whether a request may go to the plugins and the app. Pure. */
export function isServed(
  rawPath: string,
  acceptsHtml: boolean,
  { files, oauth }: ServedPaths,
): boolean {
  const path = normalized(rawPath);
  if (path === undefined) return false;
  if (isBelow(path, APP_PLUGIN)) {
    const rest = path.slice(APP_PLUGIN.length);
    return isBelow(rest, '/static')
      ? isPublicAsset(rest)
      : APP_PLUGIN_AUTH.includes(rest);
  }
  if (isBelow(path, '/api')) return true;
  if (isBelow(path, '/static')) return isPublicAsset(path);
  if (HEALTH.includes(path)) return true;
  if (oauth && OAUTH.some(known => isBelow(path, known))) return true;

  if (path === '/') return true;
  const segments = path.split('/').slice(1);
  if (segments.length === 1 && files.has(segments[0])) return true;
  if (segments.some(segment => segment.startsWith('.'))) return false;
  if (FOR_PROGRAMS.has(segments[0])) return false;
  // Names in the catalog may have dots; no page at the root has.
  if (segments.length === 1 && segments[0].includes('.')) return false;
  return acceptsHtml;
}

/** Reads what {@link isServed} needs of the configuration and the built app. */
export function readServedPaths(config: Config): ServedPaths {
  const has = (key: string) =>
    config.getOptionalBoolean(`auth.${key}.enabled`) === true;
  return {
    files: appFiles(config.getOptionalString('app.packageName') ?? 'app'),
    oauth:
      has('experimentalDynamicClientRegistration') ||
      has('clientIdMetadataDocuments') ||
      has('experimentalClientIdMetadataDocuments'),
  };
}

function appFiles(packageName: string): ReadonlySet<string> {
  try {
    const names = readdirSync(resolvePackagePath(packageName, 'dist'));
    return new Set(
      names
        .filter(name => !name.startsWith('.'))
        .map(name => name.toLocaleLowerCase('en-US')),
    );
  } catch {
    return new Set(); // The app is not built: nothing of it is served.
  }
}

/** Source maps hold the source text of the app, for whoever asks without signing in. */
function isPublicAsset(path: string): boolean {
  return !path.endsWith('.map');
}

function isBelow(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}/`);
}

/** The path as Express and a file system that ignores case find it; `undefined` when it is none. */
function normalized(path: string): string | undefined {
  try {
    const decoded = decodeURIComponent(path).replaceAll('\\', '/');
    const clean = posix.normalize(decoded).replace(/\/+$/, '');
    return `/${clean.replace(/^\/+/, '')}`.toLocaleLowerCase('en-US');
  } catch {
    return undefined;
  }
}
