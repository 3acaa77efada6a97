import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
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
        const { plugin } = provider;
        try {
          const work = await withDeadline(provider);
          const lacking = provider.lacking?.() ?? [];
          return { work, unknown: lacking.map(reason => ({ plugin, reason })) };
        } catch (error) {
          return { work: [], unknown: [{ plugin, reason: reasonOf(error) }] };
        }
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

/** What users may read of a failure: what was written for them, of all others the name alone. */
function reasonOf(error: unknown): string {
  if (error instanceof ServiceUnavailableError) return error.message;
  return `it failed (${error instanceof Error ? error.name : 'unknown error'})`;
}

async function withDeadline(provider: WorkProvider): Promise<RunningWork[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new ServiceUnavailableError(
            `no answer within ${DEADLINE_MS / 1000} s`,
          ),
        ),
      DEADLINE_MS,
    );
  });
  try {
    return await Promise.race([provider.running(), late]);
  } finally {
    clearTimeout(timer);
  }
}
