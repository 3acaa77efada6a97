import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Cleaner, temporaryFolder } from './cleaner';
import { OwnPortalOptions, startOwnPortal } from './portals';
import { ROOT, StartedPortal } from './scripts';
import { until } from './wait';

/** One route of a running portal. */
export interface Route {
  /** `ALL` for a handler of every method. */
  method: string;
  /** As Express names it: `/api/catalog/entities/by-uid/:uid`; `*` for whatever follows. */
  path: string;
}

export interface PortalWithRoutes extends StartedPortal {
  /** The routes of the tree as it runs, those of core services too. */
  routes(): Promise<Route[]>;
}

const TRANSFORM = join(
  ROOT,
  'node_modules/@backstage/cli/config/nodeTransform.cjs',
);

/** Starts a portal of one's own that can list its routes. */
export async function portalWithRoutes(
  cleaner: Cleaner,
  options: OwnPortalOptions = {},
): Promise<PortalWithRoutes> {
  const file = join(temporaryFolder(cleaner), 'routes.json');
  const portal = await startOwnPortal(cleaner, {
    ...options,
    environment: {
      ...options.environment,
      SLIPWAY_ROUTES_FILE: file,
      NODE_OPTIONS: `-r ${TRANSFORM} -r ${join(__dirname, 'listRoutes.ts')}`,
    },
  });
  return {
    ...portal,
    routes: async () => {
      rmSync(file, { force: true });
      process.kill(portal.pid, 'SIGUSR2');
      await until('the portal lists its routes', () => existsSync(file));
      const routes: Route[] = JSON.parse(readFileSync(file, 'utf8'));
      const known = new Map(
        routes.map(route => [`${route.method} ${route.path}`, route]),
      );
      return [...known.values()];
    },
  };
}
