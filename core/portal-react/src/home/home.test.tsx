import { renderInTestApp } from '@backstage/frontend-test-utils';
import { act, screen } from '@testing-library/react';
import { useLiveTopic } from '../live/hooks';
import { liveApiRef } from '../live/liveApiRef';
import { fakeLiveApi } from '../testUtils';
import { defineTopic, noParams } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import { HomeCell } from './HomeCell';
import { HomeLine, HomeLines, HomeWidget } from './HomeWidget';

const LAMPS = defineTopic('lamps:broken', {
  params: noParams,
  value: z.string(),
});

/** A widget with the broken lamps. */
function BrokenLamps({ collapses }: { collapses: boolean }) {
  const live = useLiveTopic(LAMPS, {});
  const lamps = [...live.items.values()];
  return (
    <HomeWidget
      what="Broken lamps"
      reading={live}
      freshness={live.freshness}
      needs={{
        what: 'see lamps',
        permission: 'lamps.read',
        grantedBy: 'the platform group',
      }}
      nothing={lamps.length === 0 ? 'No lamp is broken.' : undefined}
      collapses={collapses}
    >
      <HomeLines>
        {lamps.map(lamp => (
          <li key={lamp}>
            <HomeLine state="Broken">{lamp}</HomeLine>
          </li>
        ))}
      </HomeLines>
    </HomeWidget>
  );
}

const PORCH = { porch: 'porch' };
const request = { topic: LAMPS.name };

async function show(options: { collapses?: boolean; inCell?: boolean } = {}) {
  const { collapses = true, inCell = true } = options;
  const live = fakeLiveApi();
  const widget = <BrokenLamps collapses={collapses} />;
  renderInTestApp(
    inCell ? (
      <HomeCell>
        <h2>Broken lamps</h2>
        {widget}
      </HomeCell>
    ) : (
      widget
    ),
    { apis: [[liveApiRef, live]] },
  );
  await screen.findByLabelText('Loading: Broken lamps');
  return live;
}

it('leaves no card behind while there is nothing, and is back with the first line', async () => {
  const live = await show();
  const title = screen.getByText('Broken lamps');
  expect(title).toBeVisible();
  act(() => live.snapshot(request, {}));
  expect(title).not.toBeVisible();
  act(() => live.snapshot(request, PORCH));
  expect(title).toBeVisible();
  expect(screen.getByText('porch')).toBeVisible();
  act(() => live.snapshot(request, {}));
  expect(title).not.toBeVisible();
});

it('does not collapse while nobody knows whether there is something', async () => {
  const live = await show();
  act(() => live.snapshot(request, {}));
  act(() =>
    live.setConnection({
      status: 'reconnecting',
      since: new Date().toISOString(),
      clockSkewMs: 0,
    }),
  );
  expect(screen.getByText('Broken lamps')).toBeVisible();
  expect(screen.getByText(/live updates reconnecting/)).toBeVisible();
  act(() =>
    live.send({
      type: 'failed',
      id: LAMPS.name,
      error: { name: 'Error', message: 'the database is away' },
    }),
  );
  expect(screen.getByText('the database is away')).toBeVisible();
});

it.each([
  ['that does not collapse', { collapses: false }],
  ['on another home page', { inCell: false }],
])('a widget %s says why there is nothing', async (_, options) => {
  const live = await show(options);
  act(() => live.snapshot(request, {}));
  expect(screen.getByText('No lamp is broken.')).toBeVisible();
});
