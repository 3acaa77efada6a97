import { ConflictError } from '@backstage/errors';
import { PartKind } from '@slipway/plugin-work-common';
import { askProvider } from './askProvider';
import { Work, WorkAnswer, WorkParts, WorkProvider } from './types';

const DEADLINE_MS = 5000;

/** {@link Work} of one process. */
export class WorkRegistry implements Work {
  private readonly providers = new Map<string, WorkProvider>();
  private readonly listeners = new Set<() => void>();

  static create(): WorkRegistry {
    return new WorkRegistry();
  }

  private constructor() {}

  register(provider: WorkProvider): void {
    if (this.providers.has(provider.plugin)) {
      throw new ConflictError(
        `The plugin "${provider.plugin}" has registered its work already`,
      );
    }
    const kind = provider.parts?.kind;
    if (kind && this.partsOf(kind)) {
      throw new ConflictError(`Two plugins offer parts of the kind "${kind}"`);
    }
    this.providers.set(provider.plugin, provider);
    provider.onChange(() => this.changed());
    this.changed();
  }

  async running(): Promise<WorkAnswer> {
    const answers = await Promise.all(
      [...this.providers.values()].map(async provider => {
        const { plugin } = provider;
        const asked = await askProvider(
          async () => ({
            work: await provider.running(),
            lacking: provider.lacking?.() ?? [],
          }),
          DEADLINE_MS,
        );
        if ('reason' in asked) {
          return { work: [], unknown: [{ plugin, reason: asked.reason }] };
        }
        const { work, lacking } = asked.answer;
        return { work, unknown: lacking.map(reason => ({ plugin, reason })) };
      }),
    );
    return {
      work: answers.flatMap(({ work }) => work),
      unknown: answers.flatMap(({ unknown }) => unknown),
    };
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  partsOf(kind: PartKind): WorkParts | undefined {
    for (const { parts } of this.providers.values()) {
      if (parts?.kind === kind) return parts;
    }
    return undefined;
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}
