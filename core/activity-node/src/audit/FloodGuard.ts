import { AuditorEvent } from '@backstage/backend-defaults/auditor';

const WINDOW_MS = 60_000;
/** Events of one user that are written in full in each window. */
const IN_FULL = 400;
/** Users whose events are counted; beyond that everything is written in full. */
const MAX_USERS = 10_000;

interface Count {
  inFull: number;
  folded: Map<string, number>;
}

export interface FloodGuardOptions {
  /** Writes what was counted of one user: number by `plugin.eventId status`. */
  onFolded: (actor: string, counts: Record<string, number>) => void;
  /** Default 400. */
  inFull?: number;
}

/**
 * Keeps one user's flood of refused requests from filling the disk of the audit
 * log. Past a number in each minute, starts and failures of that user are
 * counted instead of written. What changed something is always written in full.
 */
export class FloodGuard {
  readonly #counts = new Map<string, Count>();

  constructor(private readonly options: FloodGuardOptions) {}

  /** Whether this event is written in full; otherwise it was counted. */
  admits(event: AuditorEvent): boolean {
    const actor = userOf(event);
    if (actor === undefined || changedSomething(event)) return true;
    const count = this.#of(actor);
    if (!count) return true;
    if (count.inFull < (this.options.inFull ?? IN_FULL)) {
      count.inFull += 1;
      return true;
    }
    const what = `${event.plugin}.${event.eventId} ${event.status}`;
    count.folded.set(what, (count.folded.get(what) ?? 0) + 1);
    return false;
  }

  /** Ends the minute: hands over what was counted. */
  endWindow(): void {
    const counts = [...this.#counts];
    this.#counts.clear();
    for (const [actor, { folded }] of counts) {
      if (folded.size > 0) {
        this.options.onFolded(actor, Object.fromEntries(folded));
      }
    }
  }

  /** Ends a window each minute. Returns what stops it. */
  start(): () => void {
    const timer = setInterval(() => this.endWindow(), WINDOW_MS);
    timer.unref();
    return () => {
      clearInterval(timer);
      this.endWindow();
    };
  }

  #of(actor: string): Count | undefined {
    const known = this.#counts.get(actor);
    if (known || this.#counts.size >= MAX_USERS) return known;
    const count = { inFull: 0, folded: new Map<string, number>() };
    this.#counts.set(actor, count);
    return count;
  }
}

function changedSomething({ status, meta }: AuditorEvent): boolean {
  return (
    status === 'succeeded' ||
    meta?.outcome === 'partial' ||
    meta?.outcome === 'unknown'
  );
}

/** The user behind an event, also behind one that a plugin or an agent passes on. Plugins by themselves are no flood. */
function userOf({ actor, meta }: AuditorEvent): string | undefined {
  return [actor.actorId, meta?.actor].find(
    (one): one is string => typeof one === 'string' && one.startsWith('user:'),
  );
}
