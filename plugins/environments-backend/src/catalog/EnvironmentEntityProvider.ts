import {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { EnvironmentEntities } from './environmentEntities';

/** How late what another replica did may show. */
const POLL_MS = 5_000;

/** Environments as entities of the catalog: Resources of the type `environment`. */
export class EnvironmentEntityProvider implements EntityProvider {
  #timer: NodeJS.Timeout | undefined;
  #connection: EntityProviderConnection | undefined;
  #last: string | undefined;
  #working = false;
  #again = false;

  constructor(
    private readonly options: {
      entities: EnvironmentEntities;
      onError: (error: unknown) => void;
    },
  ) {}

  getProviderName(): string {
    return 'slipway-environments';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    this.options.entities.onChange(() => this.#provide());
    this.#timer = setInterval(() => this.#provide(), POLL_MS);
    this.#timer.unref();
    this.#provide();
  }

  /** Ends what is under way. */
  stop(): void {
    clearInterval(this.#timer);
  }

  #provide(): void {
    if (this.#working) {
      this.#again = true;
      return;
    }
    this.#working = true;
    this.#provideOnce()
      .catch(this.options.onError)
      .finally(() => {
        this.#working = false;
        if (!this.#again) return;
        this.#again = false;
        this.#provide();
      });
  }

  async #provideOnce(): Promise<void> {
    const entities = await this.options.entities.all();
    if (!entities) return;
    const text = JSON.stringify(entities);
    if (text === this.#last) return;
    await this.#connection?.applyMutation({
      type: 'full',
      entities: entities.map(entity => ({
        entity,
        locationKey: this.getProviderName(),
      })),
    });
    this.#last = text;
  }
}
