import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { LANE_KINDS, sharePath } from '@slipway/plugin-timeline-common';
import { askProvider } from '@slipway/plugin-work-node';
import { keepNewest } from './keepNewest';
import {
  Timeline,
  TimelineLanes,
  TimelineProvider,
  TimelineQuery,
} from './types';

const DEADLINE_MS = 5_000;

/** {@link Timeline} of one process. */
export class TimelineRegistry implements Timeline {
  readonly #providers = new Map<string, TimelineProvider>();
  readonly #listeners = new Set<() => void>();

  static create(): TimelineRegistry {
    return new TimelineRegistry();
  }

  private constructor() {}

  register(provider: TimelineProvider): void {
    if (this.#providers.has(provider.plugin)) {
      throw new ConflictError(
        `The plugin "${provider.plugin}" has registered its lanes already`,
      );
    }
    this.#providers.set(provider.plugin, provider);
    provider.onChange?.(() => this.#changed());
    this.#changed();
  }

  providers(): TimelineProvider[] {
    const order = ({ kinds }: TimelineProvider) =>
      Math.min(...kinds.map(kind => LANE_KINDS.indexOf(kind)));
    return [...this.#providers.values()].sort((a, b) => order(a) - order(b));
  }

  async read(
    providers: readonly TimelineProvider[],
    query: TimelineQuery,
    options: { credentials: BackstageCredentials },
  ): Promise<TimelineLanes> {
    const answers = await Promise.all(
      providers.map(async (provider): Promise<TimelineLanes> => {
        const { plugin, title, kinds } = provider;
        const asked = await askProvider(
          () => provider.read(query, options),
          DEADLINE_MS,
        );
        if ('reason' in asked) {
          const missing = { plugin, title, kinds, reason: asked.reason };
          return { lanes: [], missing: [missing], places: [] };
        }
        const { lanes, places = [] } = asked.answer;
        return {
          lanes: lanes.map(lane => ({
            plugin,
            ...sharePath(keepNewest(lane, query)),
          })),
          missing: [],
          places,
        };
      }),
    );
    return {
      lanes: answers
        .flatMap(({ lanes }) => lanes)
        .sort(
          (a, b) => LANE_KINDS.indexOf(a.kind) - LANE_KINDS.indexOf(b.kind),
        ),
      missing: answers.flatMap(({ missing }) => missing),
      places: answers.flatMap(({ places }) => places),
    };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
