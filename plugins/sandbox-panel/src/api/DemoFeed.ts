import { createApiRef } from '@backstage/frontend-plugin-api';
import { PanelDemo } from '@slipway/plugin-sandbox-panel-common';
import { SandboxPanelApi } from './SandboxPanelApi';

/** The newest state of the demo scenario, and why it may not be the newest. */
export interface DemoState {
  /** The last answer, if there was one. */
  demo?: PanelDemo;
  /** Why the last question had no answer. */
  error?: Error;
}

const INTERVAL_MS = 5_000;

/**
 * The demo scenario for everybody in this tab: asks every five seconds while somebody
 * listens and the tab is visible, and at once when it becomes visible.
 */
export class DemoFeed {
  readonly #listeners = new Set<() => void>();
  #state: DemoState = {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: Promise<void> | undefined;
  /** A question that began before an action may have the answer from before it. */
  #round = 0;

  constructor(
    private readonly api: Pick<SandboxPanelApi, 'demo'>,
    private readonly intervalMs = INTERVAL_MS,
  ) {}

  getState = (): DemoState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    const own = () => listener();
    if (this.#listeners.size === 0) {
      document.addEventListener('visibilitychange', this.#onVisibility);
    }
    this.#listeners.add(own);
    if (this.#listeners.size === 1) this.#onVisibility();
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size > 0) return;
      document.removeEventListener('visibilitychange', this.#onVisibility);
      clearTimeout(this.#timer);
    };
  };

  /** Asks now. An answer to a question from before is dropped. */
  refresh = (): Promise<void> => {
    this.#round += 1;
    this.#asking = undefined;
    return this.#ask();
  };

  #onVisibility = () => {
    clearTimeout(this.#timer);
    if (document.visibilityState === 'visible') this.#ask();
  };

  #ask(): Promise<void> {
    this.#asking ??= this.#read();
    return this.#asking;
  }

  async #read(): Promise<void> {
    const round = this.#round;
    let next: DemoState;
    try {
      next = { demo: await this.api.demo() };
    } catch (error) {
      next = {
        demo: this.#state.demo,
        error: error instanceof Error ? error : new Error(String(error)),
      };
    }
    if (round !== this.#round) return;
    this.#asking = undefined;
    this.#state = next;
    this.#listeners.forEach(each => each());
    this.#plan();
  }

  #plan() {
    clearTimeout(this.#timer);
    if (this.#listeners.size === 0) return;
    if (document.visibilityState !== 'visible') return;
    this.#timer = setTimeout(() => this.#ask(), this.intervalMs);
  }
}

export const demoFeedApiRef = createApiRef<
  Pick<DemoFeed, 'getState' | 'subscribe' | 'refresh'>
>({ id: 'plugin.sandbox-panel.demo' });
