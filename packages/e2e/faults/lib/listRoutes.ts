import { routesOf } from '@slipway/plugin-actions-node/routes';
import { renameSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { isMainThread } from 'node:worker_threads';

/*
 * Loaded into a portal before its own code (`portalWithRoutes`): on SIGUSR2 it
 * writes the routes of the running Express tree to SLIPWAY_ROUTES_FILE.
 */

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
  const listeners: object[] = [];
  const original = http.createServer;
  const patched = (...args: Parameters<typeof http.createServer>) => {
    for (const arg of args) {
      if (typeof arg === 'function') listeners.push(arg);
    }
    return original(...args);
  };
  http.createServer = patched as typeof http.createServer;
  process.on('SIGUSR2', () => {
    const routes = listeners.flatMap(listener =>
      [...routesOf(listener)].map(({ method, path }) => ({ method, path })),
    );
    writeFileSync(`${file}.part`, JSON.stringify(routes));
    renameSync(`${file}.part`, file);
  });
}
