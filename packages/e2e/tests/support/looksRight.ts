import { join } from 'node:path';
import { Browser, expect, Page } from '@playwright/test';
import {
  graveFaults,
  LOOKS,
  openPage,
  overflow,
  standStill,
  turnTo,
} from './looks';
import { signIn } from './portal';

/** Pictures of each run of the journeys on the sandbox. */
const FOLDER =
  process.env.SLIPWAY_PICTURES ??
  join(__dirname, '../../../../reports/pictures/sandbox');

/** Holds a page against the same rules in light and dark, on a desk and on a phone. */
export async function looksRight(
  browser: Browser,
  name: string,
  path: string,
  ready: (page: Page) => Promise<void>,
) {
  const page = await openPage(browser, LOOKS[0]);
  await signIn(page, 'olga', path);
  for (const look of LOOKS) {
    await turnTo(page, look);
    await ready(page);
    await standStill(page);
    const { scheme, width } = look;
    await page.screenshot({
      path: join(FOLDER, `${name}-${width}-${scheme}.png`),
      fullPage: true,
    });
    expect(await overflow(page), `${name} ${width} ${scheme}`).toBe(0);
    expect(await graveFaults(page), `${name} ${width} ${scheme}`).toEqual([]);
  }
  await page.context().close();
}
