/** The five states that Slipway speaks of, everywhere with the same icon, word and colour. */
export type SlipwayState =
  | 'healthy'
  | 'progressing'
  | 'waiting'
  | 'degraded'
  | 'unknown';

/** Two revisions of a workload, with the same two colours in every chart and box. */
type RevisionColour = 'canary' | 'stable' | 'neutral';
/** Colour of a line: of a revision, or of the state that it stands for. */
export type SeriesColour = RevisionColour | SlipwayState;

// The app's theme sets the variables for light and dark; these are for pages without it.
const STATE_FALLBACK: Record<SlipwayState, { text: string; bg: string }> = {
  healthy: { text: '#1b6e3a', bg: 'rgba(46, 160, 87, 0.14)' },
  progressing: { text: '#1f5fbf', bg: 'rgba(52, 120, 220, 0.14)' },
  waiting: { text: '#8a5a00', bg: 'rgba(224, 160, 32, 0.18)' },
  degraded: { text: '#b3261e', bg: 'rgba(214, 60, 52, 0.14)' },
  unknown: { text: '#5f6368', bg: 'rgba(128, 134, 139, 0.16)' },
};

/** CSS colour of a state's text and icon. */
export function stateColour(state: SlipwayState): string {
  return `var(--slipway-state-${state}, ${STATE_FALLBACK[state].text})`;
}

/** CSS colour of a state's background. */
export function stateBackground(state: SlipwayState): string {
  return `var(--slipway-state-${state}-bg, ${STATE_FALLBACK[state].bg})`;
}

const SERIES_FALLBACK = { canary: '#b35900', stable: '#1f5fbf' };

/** CSS colour of a series' line. */
export function seriesColour(colour: SeriesColour): string {
  if (colour === 'neutral') return stateColour('unknown');
  return colour === 'canary' || colour === 'stable'
    ? `var(--slipway-${colour}, ${SERIES_FALLBACK[colour]})`
    : stateColour(colour);
}
