import { renderInTestApp } from '@backstage/frontend-test-utils';
import { pageApis } from '@slipway/plugin-portal-react/testUtils';
import {
  PanelDemo,
  ReleaseRequest,
} from '@slipway/plugin-sandbox-panel-common';
import { useLocation } from 'react-router-dom';
import { SandboxPanelApi, sandboxPanelApiRef } from '../api/SandboxPanelApi';
import { DemoFeed, demoFeedApiRef } from '../api/DemoFeed';
import { SandboxPage } from '../components/SandboxPage';
import { rolloutRouteRef } from '../routes';
import { demo } from './fixtures';

/** A backend in memory. */
export interface FakePanel extends SandboxPanelApi {
  /** What the next questions are answered with. */
  now: PanelDemo | Error;
  released: ReleaseRequest[];
  speeds: number[];
  /** Throw here to refuse. */
  onAct: () => void | Promise<void>;
}

function fakePanel(now: PanelDemo | Error): FakePanel {
  return {
    now,
    released: [],
    speeds: [],
    onAct() {},
    async demo() {
      if (this.now instanceof Error) throw this.now;
      return this.now;
    },
    async release(request) {
      await this.onAct();
      this.released.push(request);
      return { ...request, tag: '0.3.0', by: 'user', at: demo().now };
    },
    async setSpeed(speed) {
      await this.onAct();
      this.speeds.push(speed);
      if (!(this.now instanceof Error)) this.now = { ...this.now, speed };
      return { now: demo().now, speed };
    },
  };
}

function Address() {
  const { pathname, search } = useLocation();
  return <output data-testid="address">{`${pathname}${search}`}</output>;
}

/** Draws the page beside a backend that the test speaks for. */
export function renderPage(
  options: { now?: PanelDemo | Error; path?: string } = {},
) {
  const { now = demo(), path = '/sandbox' } = options;
  const panel = fakePanel(now);
  const { toasts, apis } = pageApis();
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
        ...apis,
        [sandboxPanelApiRef, panel],
        [demoFeedApiRef, new DemoFeed(panel)],
      ],
    },
  );
  return { panel, toasts };
}
