import { BackendFeature } from '@backstage/backend-plugin-api';
import type { WhoMay } from '@slipway/test-utils';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A plugin of Slipway in the backend, with who may use its routes. */
export interface PortalPlugin {
  /** `@slipway/plugin-rollouts-backend` */
  name: string;
  feature: BackendFeature;
  /** Undefined where nothing stands beside it. */
  whoMay: WhoMay | undefined;
}

/** Every plugin of Slipway that `src/index.ts` adds to the backend. */
export function pluginsOfPortal(): PortalPlugin[] {
  const source = readFileSync(join(__dirname, '../index.ts'), 'utf8');
  const names = [
    ...source.matchAll(/import\('(@slipway\/plugin-[a-z-]+-backend)'\)/g),
  ].map(([, name]) => name);
  return names.map(name => {
    const rows = join(
      dirname(require.resolve(`${name}/package.json`)),
      'src/__testUtils__/whoMay.ts',
    );
    return {
      name,
      feature: require(name).default,
      whoMay: existsSync(rows) ? require(rows).whoMay : undefined,
    };
  });
}
