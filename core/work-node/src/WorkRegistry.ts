import { ConflictError, stringifyError } from '@backstage/errors';
import { PartKind, RunningWork } from '@slipway/plugin-work-common';
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
        try {
          return await withDeadline(provider);
        } catch (error) {
          return { plugin: provider.plugin, reason: stringifyError(error) };
        }
      }),
    );
    return {
      work: answers.flatMap(answer => (Array.isArray(answer) ? answer : [])),
      unknown: answers.flatMap(answer =>
        Array.isArray(answer) ? [] : [answer],
      ),
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

async function withDeadline(provider: WorkProvider): Promise<RunningWork[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${DEADLINE_MS / 1000} s`)),
      DEADLINE_MS,
    );
  });
  try {
    return await Promise.race([provider.running(), late]);
  } finally {
    clearTimeout(timer);
  }
}
