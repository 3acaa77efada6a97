import { SourceFreshness } from '@slipway/plugin-live-common';
import { Measurement } from '@slipway/plugin-metrics-common';

/** Keeps how current one Prometheus is by what it last answered: away when no figure is known. */
export function prometheusFreshness(source: string) {
  let state: SourceFreshness = {
    source,
    state: 'live',
    since: new Date().toISOString(),
  };
  let judged = false;
  return {
    judge(figures: readonly Measurement[]) {
      if (figures.length === 0) return;
      const [first] = figures;
      const away =
        first.state === 'unknown' &&
        figures.every(figure => figure.state === 'unknown');
      const next = away ? 'unreachable' : 'live';
      state = {
        source,
        state: next,
        since: next === state.state ? state.since : new Date().toISOString(),
        ...(away && { reason: first.reason }),
      };
      judged = true;
    },
    /** Nothing before anything was measured. */
    now: () => (judged ? [state] : []),
  };
}
