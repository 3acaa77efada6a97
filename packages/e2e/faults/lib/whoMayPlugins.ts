import type { RouteRow, ToolRow, WhoMay } from '@slipway/test-utils';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from './scripts';

/** Below the folder of a backend plugin. */
const FILE = 'src/__testUtils__/whoMay.ts';

function isWhoMay(value: unknown): value is WhoMay {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pluginId' in value &&
    typeof value.pluginId === 'string' &&
    'routes' in value &&
    typeof value.routes === 'object'
  );
}

/** What stands beside each plugin of Slipway, the compiler having checked its shape. */
function readAll(): WhoMay[] {
  const load = createRequire(__filename);
  return ['core', 'plugins'].flatMap(group =>
    readdirSync(join(ROOT, group))
      .map(folder => join(ROOT, group, folder, FILE))
      .filter(file => existsSync(file))
      .map(file => {
        const { whoMay }: { whoMay?: unknown } = load(file);
        if (!isWhoMay(whoMay)) throw new Error(`${file} exports no whoMay`);
        return whoMay;
      }),
  );
}

const OF_PLUGINS = readAll();

/** Each row with the place below `/api` that the plugin has. */
const placed = OF_PLUGINS.flatMap(({ pluginId, routes }) =>
  Object.entries(routes).map(([key, [who, sample]]) => {
    const base = `/api/${pluginId}`;
    const [method, path] = key.split(' ');
    const row: RouteRow = [
      who,
      sample?.path === undefined
        ? sample
        : { ...sample, path: `${base}${sample.path}` },
    ];
    return { route: `${method} ${base}${path}`, row };
  }),
);

/** Who gets past the door of each route of our plugins, by `GET /api/<plugin>/v1/…`. */
export function routesOfPlugins(): Record<string, RouteRow> {
  return Object.fromEntries(placed.map(({ route, row }) => [route, row]));
}

/** Who may use each tool of our plugins; plugins that offer none have no rows. */
export function toolsOfPlugins(): Record<
  string,
  Readonly<Record<string, ToolRow>>
> {
  return Object.fromEntries(
    OF_PLUGINS.flatMap(({ pluginId, tools }) =>
      tools ? [[pluginId, tools]] : [],
    ),
  );
}

/** Good requests to the routes of our plugins, from which bad ones are made. */
export function fuzzSamplesOfPlugins(): Record<
  string,
  { body?: unknown; query?: Record<string, string | string[]> }
> {
  return Object.fromEntries(
    placed.flatMap(({ route, row: [, sample] }) =>
      sample && (sample.fuzz || sample.body !== undefined)
        ? [[route, { body: sample.body, ...sample.fuzz }]]
        : [],
    ),
  );
}
