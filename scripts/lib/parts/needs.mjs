import { existsSync } from 'node:fs';
import { haveGo } from '../platform.mjs';

/** Where a Chromium may be; `SLIPWAY_CHROMIUM` wins. */
export function findChromium() {
  return [
    process.env.SLIPWAY_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find(path => path && existsSync(path));
}

/** Why what needs the real stack cannot run here, or nothing. */
export const needsGo = () =>
  haveGo() ? undefined : 'Go is not on PATH: the real stack cannot be built';

/** Why browser tests cannot run here, or nothing. */
export const needsBrowser = () =>
  findChromium()
    ? needsGo()
    : 'no Chromium found: install the chromium package or set SLIPWAY_CHROMIUM';
