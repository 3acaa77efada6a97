import { renameSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import type { Route } from './routes';

/*
 * Loaded into a portal before its own code (`portalWithRoutes`): on SIGUSR2 it
 * writes the routes of the running Express tree to SLIPWAY_ROUTES_FILE.
 * Express 4 keeps them in the stacks of its routers.
 */

interface Layer {
  regexp?: RegExp & { fast_slash?: boolean };
  keys?: Array<{ name: string | number }>;
  route?: { path: unknown; methods: Record<string, boolean> };
  handle?: Handle;
}
interface Handle {
  stack?: Layer[];
  /** Of an Express application. */
  _router?: { stack: Layer[] };
}

/** `^\/v1\/?(?=\/|$)` → `/v1`; parameters get their names back. */
function mountPath({ regexp, keys = [] }: Layer): string {
  if (!regexp || regexp.fast_slash) return '';
  const names = keys.map(({ name }) => String(name));
  return regexp.source
    .replace(/^\^/, '')
    .replace(/\\\/\?\(\?=\\\/\|\$\)$/, '')
    .replace(/\(\?:\\\/\(\[\^\\?\/\]\+\?\)\)/g, () => `/:${names.shift()}`)
    .replace(/\\(.)/g, '$1');
}

function* routesOf(handle: Handle, prefix: string): Generator<Route> {
  const stack = handle.stack ?? handle._router?.stack ?? [];
  for (const layer of stack) {
    if (layer.route) {
      const paths = [layer.route.path].flat().filter(isText);
      for (const path of paths) {
        for (const method of Object.keys(layer.route.methods)) {
          yield { method: method.toUpperCase(), path: joined(prefix, path) };
        }
      }
      continue;
    }
    const path = prefix + mountPath(layer);
    const inner = layer.handle;
    if (inner?.stack || inner?._router) {
      yield* routesOf(inner, path);
    } else if (path !== prefix) {
      // A handler of everything below a path.
      yield { method: 'ALL', path: joined(path, '/*') };
    }
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function joined(prefix: string, path: string): string {
  return `${prefix}${path}`.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
}

/**
 * express-promise-router wraps what is mounted, and hands its stack on only
 * where it is called `router`: what `express()` makes, as plugin-scaffolder
 * does, is called so too.
 */
function showApplications(): void {
  const load = createRequire(__filename);
  const original: (() => object) & object = load('express');
  const named = () =>
    Object.defineProperty(original(), 'name', { value: 'router' });
  const loaded = load.cache[load.resolve('express')];
  if (loaded) {
    loaded.exports = Object.defineProperties(
      named,
      Object.getOwnPropertyDescriptors(original),
    );
  }
}

const file = process.env.SLIPWAY_ROUTES_FILE;
// The threads of the loader load this too, and cannot load Express.
if (file && isMainThread) {
  showApplications();
  const listeners: Handle[] = [];
  const original = http.createServer;
  const patched = (...args: Parameters<typeof http.createServer>) => {
    for (const arg of args) {
      if (typeof arg === 'function') listeners.push(arg as Handle);
    }
    return original(...args);
  };
  http.createServer = patched as typeof http.createServer;
  process.on('SIGUSR2', () => {
    const routes = listeners.flatMap(listener => [...routesOf(listener, '')]);
    writeFileSync(`${file}.part`, JSON.stringify(routes));
    renameSync(`${file}.part`, file);
  });
}
