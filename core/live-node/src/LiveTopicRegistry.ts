import { ConflictError, InputError } from '@backstage/errors';
import { LiveTopics, TopicProvider } from './types';

const TOPIC_NAME = /^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*$/;

/** Keeps topic providers by name. A name belongs to one provider. */
export class LiveTopicRegistry implements LiveTopics {
  readonly #providers = new Map<string, TopicProvider>();

  /**
   * @throws InputError when the name is not `<plugin>:<thing>`
   * @throws ConflictError when the name is taken
   */
  register(provider: TopicProvider): void {
    if (!TOPIC_NAME.test(provider.topic)) {
      throw new InputError(
        `Live topic '${provider.topic}' is not named <plugin>:<thing>`,
      );
    }
    if (this.#providers.has(provider.topic)) {
      throw new ConflictError(
        `Live topic '${provider.topic}' is registered twice`,
      );
    }
    this.#providers.set(provider.topic, provider);
  }

  get(topic: string): TopicProvider | undefined {
    return this.#providers.get(topic);
  }
}
