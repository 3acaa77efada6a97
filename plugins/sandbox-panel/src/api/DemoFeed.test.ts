import { PanelDemo } from '@slipway/plugin-sandbox-panel-common';
import { demo } from '../__testUtils__/fixtures';
import { DemoFeed } from './DemoFeed';

/** A backend that answers when the test says so. */
function openFeed() {
  const asked: Array<{
    resolve: (demo: PanelDemo) => void;
    reject: (error: Error) => void;
  }> = [];
  const feed = new DemoFeed({
    demo: () =>
      new Promise<PanelDemo>((resolve, reject) => {
        asked.push({ resolve, reject });
      }),
  });
  return { feed, asked };
}

let visibility: DocumentVisibilityState = 'visible';
const show = (state: DocumentVisibilityState) => {
  visibility = state;
  document.dispatchEvent(new Event('visibilitychange'));
};
const settle = () => jest.advanceTimersByTimeAsync(0);

beforeEach(() => {
  visibility = 'visible';
  jest.useFakeTimers();
  jest
    .spyOn(document, 'visibilityState', 'get')
    .mockImplementation(() => visibility);
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

it('asks once for all, again after five seconds, and no more when nobody listens', async () => {
  const { feed, asked } = openFeed();
  const heard = jest.fn();
  const ends = [feed.subscribe(heard), feed.subscribe(() => {})];
  expect(asked).toHaveLength(1);
  asked[0].resolve(demo());
  await settle();
  expect(heard).toHaveBeenCalledTimes(1);
  expect(feed.getState()).toEqual({ demo: demo() });
  await jest.advanceTimersByTimeAsync(4_999);
  expect(asked).toHaveLength(1);
  await jest.advanceTimersByTimeAsync(1);
  expect(asked).toHaveLength(2);
  ends.forEach(end => end());
  asked[1].resolve(demo());
  await jest.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(2);
  expect(jest.getTimerCount()).toBe(0);
});

it('never asks twice at a time, however long an answer takes', async () => {
  const { feed, asked } = openFeed();
  feed.subscribe(() => {});
  await jest.advanceTimersByTimeAsync(60_000);
  show('visible');
  expect(asked).toHaveLength(1);
});

it('asks nothing in a hidden tab, and at once when it is seen again', async () => {
  const { feed, asked } = openFeed();
  feed.subscribe(() => {});
  asked[0].resolve(demo());
  await settle();
  show('hidden');
  await jest.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(1);
  show('visible');
  expect(asked).toHaveLength(2);
});

it('keeps the last answer when there is none, and keeps asking', async () => {
  const { feed, asked } = openFeed();
  feed.subscribe(() => {});
  asked[0].resolve(demo());
  await jest.advanceTimersByTimeAsync(5_000);
  asked[1].reject(new Error('gone'));
  await settle();
  expect(feed.getState()).toEqual({
    demo: demo(),
    error: new Error('gone'),
  });
  await jest.advanceTimersByTimeAsync(5_000);
  asked[2].resolve(demo({ speed: 2 }));
  await settle();
  expect(feed.getState()).toEqual({ demo: demo({ speed: 2 }) });
});

it('drops an answer that was asked for before the last action', async () => {
  const { feed, asked } = openFeed();
  feed.subscribe(() => {});
  const done = feed.refresh();
  asked[0].resolve(demo({ speed: 1 }));
  asked[1].resolve(demo({ speed: 5 }));
  await done;
  expect(feed.getState().demo?.speed).toBe(5);
  await jest.advanceTimersByTimeAsync(5_000);
  expect(asked).toHaveLength(3);
});
