import { writeFileSync } from 'node:fs';
import { expect, Page, test } from '@playwright/test';
import { kubectl, readRollout } from './support/cluster';
import { PROD, rolloutPath, signIn } from './support/portal';

const SERVICE = 'order-service';

/** Texts and attributes of the page in which a character sets, overrides or ends a direction unseen. */
function turningTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const control = /\p{Bidi_Control}/u;
    const found: string[] = [];
    const walker = document.createTreeWalker(
      document.documentElement,
      NodeFilter.SHOW_TEXT + NodeFilter.SHOW_ELEMENT,
    );
    for (
      let node: Node | null = walker.currentNode;
      node;
      node = walker.nextNode()
    ) {
      const texts =
        node instanceof Element
          ? [...node.attributes].map(({ value }) => value)
          : [node.textContent ?? ''];
      found.push(...texts.filter(text => control.test(text)));
    }
    return found;
  });
}

test('what a cluster or a link says cannot mirror the words of the portal', async ({
  page,
}, testInfo) => {
  const { metadata } = await readRollout(PROD, SERVICE);
  const now = new Date().toISOString();
  const event = testInfo.outputPath('event.json');
  writeFileSync(
    event,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'turned', namespace: PROD },
      type: 'Warning',
      reason: 'Turned',
      message: 'ok \u202e.detroba saw tuollor ehT',
      involvedObject: {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Rollout',
        name: SERVICE,
        namespace: PROD,
        uid: metadata.uid,
      },
      source: { component: 'a test' },
      count: 1,
      firstTimestamp: now,
      lastTimestamp: now,
    }),
  );
  await kubectl('create', '-f', event);
  try {
    await signIn(page, 'vera', `${rolloutPath(PROD, SERVICE)}?x=%E2%80%AE`);
    await expect(page.getByTestId('rollout-phase').first()).toBeVisible();
    await page.getByRole('button', { name: /^events/i }).click();
    await expect(
      page.getByText('ok [U+202E].detroba saw tuollor ehT'),
    ).toBeVisible();
    expect(await turningTexts(page)).toEqual([]);

    for (const [path, text] of [
      ['/nothing/here-%E2%80%AEx', /there is nothing at/i],
      [rolloutPath(PROD, 'gone%E2%80%AEx'), /gone\[U\+202E\]x/],
    ] as const) {
      await page.goto(path);
      await expect(page.getByText(text).first()).toBeVisible();
      expect(await turningTexts(page)).toEqual([]);
    }
  } finally {
    await kubectl('delete', 'event', 'turned', '-n', PROD);
  }
});
