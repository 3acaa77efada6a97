import AxeBuilder from '@axe-core/playwright';
import { Browser, Locator, Page } from '@playwright/test';

/** A theme and the width of a window, px. */
export interface Look {
  scheme: 'light' | 'dark';
  width: number;
}

/** Light and dark, on a desk and on a phone. */
export const LOOKS: readonly Look[] = (['light', 'dark'] as const).flatMap(
  scheme => [1280, 390].map(width => ({ scheme, width })),
);

const sizeOf = ({ width }: Look) => ({
  width,
  height: width === 390 ? 844 : 900,
});

/** A page in a window of its own; close its context afterwards. */
export async function openPage(browser: Browser, look: Look): Promise<Page> {
  const context = await browser.newContext({
    colorScheme: look.scheme,
    viewport: sizeOf(look),
  });
  return context.newPage();
}

/** Turns an open page to a theme and a width, as its user would: it is not loaded again. Waits until the theme is there. */
export async function turnTo(page: Page, look: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: look.scheme });
  await page.setViewportSize(sizeOf(look));
  await page
    .locator(`body[data-theme-mode="${look.scheme}"]`)
    .waitFor({ state: 'attached' });
}

const NO_MOTION =
  '*, *::before, *::after { animation: none !important; transition: none !important; }';

/** What is judged is how a page looks in the end, not on the way there. */
export async function standStill(page: Page): Promise<void> {
  await page.addStyleTag({ content: NO_MOTION });
}

/** How many pixels of the page stand beyond the window's width. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
}

/** Texts within a part of a page that are cut, or that it takes a sideways scroll to read; labels for screen readers aside. */
export function cutTexts(part: Locator): Promise<string[]> {
  return part.evaluate(root =>
    [root, ...root.querySelectorAll('*')]
      .filter(
        one =>
          one.clientWidth > 1 &&
          one.scrollWidth > one.clientWidth + 1 &&
          getComputedStyle(one).overflowX !== 'visible',
      )
      .map(one => one.textContent ?? ''),
  );
}

/** Serious and critical accessibility faults, each with its first places. */
export async function graveFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa'])
    // Backstage's own catalog table: buttons inside sortable heads.
    .exclude('.MuiTableSortLabel-root')
    // Tabs of Backstage's own page header: they name a panel that is not there, as each tab is a page.
    .exclude('[class*="bui-PluginHeaderTabsWrapper"]')
    .analyze();
  return violations
    .filter(({ impact }) => ['serious', 'critical'].includes(impact ?? ''))
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ target, any }) =>
            [target.join(' '), ...any.map(({ message }) => message)].join(': '),
          )
          .join(' | ')}`,
    );
}
