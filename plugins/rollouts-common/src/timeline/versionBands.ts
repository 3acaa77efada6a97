import { TimelineSpan, WeightPhase } from '@slipway/plugin-timeline-common';
import { ReleaseFacts } from './releaseFacts';

/** What a rollout serves from a time on. */
export interface ReleaseState {
  /** ms since the epoch. */
  at: number;
  facts: ReleaseFacts;
  /** The update was aborted: its traffic goes back to stable. */
  aborted?: boolean;
}

interface OpenBand {
  key: string;
  span: TimelineSpan;
  weights: WeightPhase[];
}

type Role = 'stable' | 'canary';

/** `1.9.0`, without a version `revision 7`. */
export const versionWords = (version?: string, revision?: number) =>
  version ??
  (revision === undefined ? 'unknown version' : `revision ${revision}`);

function servedBy({ facts, aborted }: ReleaseState, role: Role) {
  const { version, revision, stableVersion, updating } = facts;
  if (role === 'canary') {
    return updating && !aborted
      ? { title: versionWords(version, revision), revision }
      : undefined;
  }
  if (!updating) return { title: versionWords(version, revision), revision };
  return stableVersion === undefined
    ? undefined
    : { title: stableVersion, revision: undefined };
}

/**
 * Version bands of one rollout: a span for each version that was stable, and
 * one for each that was rolled out beside it, with its share of traffic where
 * that is known. Starts are those of the phases that the controller reports,
 * and not when a ReplicaSet was created: an undo uses an old one again.
 *
 * @param states - oldest first
 * @param goneAt - ms since the epoch: when the rollout was last known, for one that is there no more
 */
export function versionBands(
  states: readonly ReleaseState[],
  goneAt?: number,
): TimelineSpan[] {
  const spans: TimelineSpan[] = [];
  for (const role of ['stable', 'canary'] as const) {
    let open: OpenBand | undefined;
    const close = (to: number, endUnknown?: true) => {
      if (!open) return;
      const { span, weights } = open;
      spans.push({
        ...span,
        to,
        ...(endUnknown ? { endUnknown } : {}),
        ...(weights.length > 0 ? { weights } : {}),
      });
      open = undefined;
    };
    for (const state of states) {
      const served = servedBy(state, role);
      // A stable version is the same one whether its revision is known or not.
      const key =
        served &&
        (role === 'canary'
          ? `${served.revision} ${served.title}`
          : served.title);
      if (open && open.key !== key) close(state.at);
      if (served && key !== undefined) {
        open ??= {
          key,
          span: {
            type: 'span',
            id: `${role} ${key} ${state.at}`,
            title: served.title,
            detail: detailOf(role, served.revision),
            tone: role === 'stable' ? 'healthy' : 'progressing',
            band: role,
            from: state.at,
          },
          weights: [],
        };
        const percent = state.facts.weight;
        if (
          role === 'canary' &&
          percent !== undefined &&
          open.weights[open.weights.length - 1]?.percent !== percent
        ) {
          open.weights.push({ at: state.at, percent });
        }
      }
    }
    if (open && goneAt !== undefined) {
      close(Math.max(goneAt, open.span.from), true);
    } else if (open) {
      const { span, weights } = open;
      spans.push({ ...span, ...(weights.length > 0 ? { weights } : {}) });
    }
  }
  return spans.sort((a, b) => a.from - b.from);
}

function detailOf(role: Role, revision: number | undefined): string {
  const what = role === 'stable' ? 'Stable version' : 'Rolled out';
  return revision === undefined ? what : `${what}, revision ${revision}`;
}
