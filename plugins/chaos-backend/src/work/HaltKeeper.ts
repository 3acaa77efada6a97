import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { FaultsService } from '../services/FaultsService';
import { HaltService } from '../services/HaltService';

/** A halt that was interrupted is looked for so often, in each replica. */
const LOOK_MS = 5_000;

/**
 * Continues halts that were interrupted: at the start, and when another
 * replica is gone. What fails is tried again at the next look.
 */
export class HaltKeeper {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  constructor(
    private readonly options: {
      faults: Pick<FaultsService, 'ready'>;
      halt: HaltService;
      logger: LoggerService;
    },
  ) {}

  start() {
    this.#look();
  }

  stop() {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  async #look() {
    const { faults, halt, logger } = this.options;
    try {
      await halt.continueInterrupted(() => faults.ready());
    } catch (error) {
      logger.warn(
        `A halt that was interrupted could not be continued, will try again: ${stringifyError(
          error,
        )}`,
      );
    }
    if (this.#ended) return;
    this.#timer = setTimeout(() => this.#look(), LOOK_MS);
    this.#timer.unref();
  }
}
