import { toastApiRef, ToastApiMessage } from '@backstage/frontend-plugin-api';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { PanelStory, ReleaseWish } from '@slipway/plugin-sandbox-panel-common';
import { useLocation } from 'react-router-dom';
import { SandboxPanelApi, sandboxPanelApiRef } from '../api/SandboxPanelApi';
import { StoryFeed, storyFeedApiRef } from '../api/StoryFeed';
import { SandboxPage } from '../components/SandboxPage';
import { rolloutRouteRef } from '../routes';
import { story } from './fixtures';

/** A backend in memory. */
export interface FakePanel extends SandboxPanelApi {
  /** What the next questions are answered with. */
  now: PanelStory | Error;
  released: ReleaseWish[];
  speeds: number[];
  /** Throw here to refuse. */
  onAct: () => void | Promise<void>;
}

function fakePanel(now: PanelStory | Error): FakePanel {
  return {
    now,
    released: [],
    speeds: [],
    onAct() {},
    async story() {
      if (this.now instanceof Error) throw this.now;
      return this.now;
    },
    async release(wish) {
      await this.onAct();
      this.released.push(wish);
      return { ...wish, tag: '0.3.0', by: 'person', at: story().now };
    },
    async setSpeed(speed) {
      await this.onAct();
      this.speeds.push(speed);
      if (!(this.now instanceof Error)) this.now = { ...this.now, speed };
      return { now: story().now, speed };
    },
  };
}

function Address() {
  const { pathname, search } = useLocation();
  return <output data-testid="address">{`${pathname}${search}`}</output>;
}

/** Draws the page beside a backend that the test speaks for. */
export function renderPage(
  options: { now?: PanelStory | Error; path?: string } = {},
) {
  const { now = story(), path = '/sandbox' } = options;
  const panel = fakePanel(now);
  const toasts: ToastApiMessage[] = [];
  renderInTestApp(
    <>
      <SandboxPage />
      <Address />
    </>,
    {
      initialRouteEntries: [path],
      mountedRoutes: {
        '/rollouts/:cluster/:namespace/:name': rolloutRouteRef,
      },
      apis: [
        [sandboxPanelApiRef, panel],
        [storyFeedApiRef, new StoryFeed(panel)],
        [
          toastApiRef,
          {
            post: (toast: ToastApiMessage) => {
              toasts.push(toast);
              return { close: () => {} };
            },
          },
        ],
      ],
    },
  );
  return { panel, toasts };
}
