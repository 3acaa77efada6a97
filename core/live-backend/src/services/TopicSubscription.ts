import { failedFrame, sseText } from './frames';
import { Flush, HubTopic, TopicViewer } from './HubTopic';

/**
 * What one connection still has to be sent of one topic.
 *
 * While the connection cannot take more, only the names of changed keys are
 * kept: memory is bounded by the number of keys, and the newest value is what
 * is sent in the end.
 */
export class TopicSubscription implements TopicViewer {
  #topic?: HubTopic;
  #resume: string | undefined;
  #snapshotDue = true;
  #freshnessDue = false;
  #flush?: Flush;
  #keys?: Set<string>;
  #failure?: string;

  /**
   * @param resume - token that the page sent
   * @param onWork - called when there is something to take
   */
  constructor(
    readonly id: string,
    resume: string | undefined,
    private readonly onWork: () => void,
  ) {
    this.#resume = resume;
  }

  /** Says which topic to read from, once it has been joined. */
  attach(topic: HubTopic): void {
    this.#topic = topic;
    this.#freshnessDue = topic.hasFreshness;
    this.onWork();
  }

  ready(): void {
    this.onWork();
  }

  flushed(flush: Flush): void {
    if (this.#snapshotDue) return;
    if (this.#flush || this.#keys) {
      this.#keys ??= new Set(this.#flush?.keys);
      this.#flush = undefined;
      for (const key of flush.keys) this.#keys.add(key);
    } else {
      this.#flush = flush;
    }
    this.onWork();
  }

  freshnessChanged(): void {
    this.#freshnessDue = true;
    this.onWork();
  }

  /** The page cannot have this topic, or no longer. Nothing else is sent after it. */
  failed(error: unknown): void {
    this.#topic = undefined;
    this.#failure = sseText(failedFrame(this.id, error));
    this.onWork();
  }

  /** The next text to write, or undefined when the page has everything. */
  take(): string | undefined {
    if (this.#failure !== undefined) {
      const text = this.#failure;
      this.#failure = undefined;
      return text;
    }
    const topic = this.#topic;
    if (!topic) return undefined;
    if (this.#snapshotDue && topic.isReady) return this.#first(topic);
    if (this.#flush) {
      const text = this.#flush.text();
      this.#flush = undefined;
      return text;
    }
    if (this.#keys) {
      // So that the token of this text covers all that its values hold.
      topic.flushNow();
      const keys = this.#keys;
      this.#keys = undefined;
      return topic.changesText(keys);
    }
    if (this.#freshnessDue) {
      this.#freshnessDue = false;
      return topic.freshnessText();
    }
    return undefined;
  }

  #first(topic: HubTopic): string {
    topic.flushNow();
    this.#snapshotDue = false;
    this.#freshnessDue = false;
    const current = this.#resume === topic.resume;
    this.#resume = undefined;
    return current ? topic.currentText() : topic.snapshotText();
  }
}
