import { expect, test } from '@playwright/test';

/** What a first visit may send, bytes of JavaScript as they travel. */
const MOST_BYTES = 920_000;

test('the first load sends at most 920 kB of JavaScript', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: /olga/i }).waitFor();
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(entry => entry instanceof PerformanceResourceTiming)
      .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
      .map(({ name, encodedBodySize, decodedBodySize }) => ({
        name,
        sent: encodedBodySize,
        whole: decodedBodySize,
      })),
  );
  const sum = (sizes: number[]) => sizes.reduce((a, b) => a + b, 0);
  const sent = sum(scripts.map(script => script.sent));
  const words = `${Math.round(sent / 1000)} kB in ${scripts.length} files`;
  test.info().annotations.push({ type: 'JavaScript sent', description: words });
  console.log(`First load: ${words}`);
  // Compressed at all, so that the figure is the one that counts.
  expect(sent).toBeLessThan(sum(scripts.map(script => script.whole)) / 2);
  expect(sent, words).toBeLessThanOrEqual(MOST_BYTES);
});
