/** The colours of one theme. Every value is `#rrggbb`. */
export interface ThemeTokens {
  mode: 'light' | 'dark';
  /** Behind the cards. */
  background: string;
  /** Of cards, tables and dialogs. */
  paper: string;
  /** Of panels inside a card. */
  inset: string;
  text: string;
  textSecondary: string;
  textDisabled: string;
  border: string;
  /** Edge of controls; 3:1 against the paper. */
  borderStrong: string;
  /** Buttons, selection, focus. */
  primary: string;
  primaryHover: string;
  /** Text on `primary`. */
  onPrimary: string;
  link: string;
  /** The side bar and the header of a page. */
  navigation: {
    background: string;
    hover: string;
    text: string;
    selected: string;
    indicator: string;
  };
  /** The palette of states, as text or icon colour, and the tint behind it. */
  state: Record<StateName, Tint>;
  /** Who has traffic: the two sides of a release, an experiment, another revision; the same everywhere. */
  side: Record<SideName, Tint>;
}

export interface Tint {
  main: string;
  bg: string;
}

export const STATE_NAMES = [
  'healthy',
  'progressing',
  'waiting',
  'degraded',
  'unknown',
] as const;
export type StateName = (typeof STATE_NAMES)[number];

export const SIDE_NAMES = ['canary', 'stable', 'experiment', 'other'] as const;
export type SideName = (typeof SIDE_NAMES)[number];

export const lightTokens: ThemeTokens = {
  mode: 'light',
  background: '#f3f6f8',
  paper: '#ffffff',
  inset: '#f6f8fa',
  text: '#14212b',
  textSecondary: '#52616d',
  textDisabled: '#8b98a3',
  border: '#dbe2e8',
  borderStrong: '#7d8b97',
  primary: '#0b5a8f',
  primaryHover: '#08466f',
  onPrimary: '#ffffff',
  link: '#0b5a8f',
  navigation: {
    background: '#10293c',
    hover: '#1d3d55',
    text: '#c3d0da',
    selected: '#ffffff',
    indicator: '#ffb84d',
  },
  state: {
    healthy: { main: '#17713c', bg: '#e2f4e8' },
    progressing: { main: '#175fb0', bg: '#e3eefb' },
    waiting: { main: '#8a5200', bg: '#fcefd6' },
    degraded: { main: '#b3261e', bg: '#fce6e4' },
    unknown: { main: '#55626d', bg: '#ecf0f3' },
  },
  side: {
    canary: { main: '#7a3eb1', bg: '#f1e8fa' },
    stable: { main: '#0d666e', bg: '#e0f2f3' },
    experiment: { main: '#a8326b', bg: '#fbe6f0' },
    other: { main: '#5c5a36', bg: '#f0efdf' },
  },
};

export const darkTokens: ThemeTokens = {
  mode: 'dark',
  background: '#0f171d',
  paper: '#18232c',
  inset: '#1f2c36',
  text: '#e6edf2',
  textSecondary: '#a6b4bf',
  textDisabled: '#6c7b87',
  border: '#2d3c48',
  borderStrong: '#738491',
  primary: '#6db7ea',
  primaryHover: '#93cbf1',
  onPrimary: '#08202f',
  link: '#7cc0ef',
  navigation: {
    background: '#0a1117',
    hover: '#1c2a35',
    text: '#b2c0cb',
    selected: '#ffffff',
    indicator: '#ffb84d',
  },
  state: {
    healthy: { main: '#63cd8d', bg: '#163324' },
    progressing: { main: '#7fb7f5', bg: '#172f49' },
    waiting: { main: '#f2b55c', bg: '#3a2c13' },
    degraded: { main: '#ff8f85', bg: '#46211f' },
    unknown: { main: '#abb7c2', bg: '#29343e' },
  },
  side: {
    canary: { main: '#c9a0f3', bg: '#33244a' },
    stable: { main: '#5fc9d0', bg: '#12363a' },
    experiment: { main: '#f29ac0', bg: '#45203a' },
    other: { main: '#c9c58a', bg: '#34331c' },
  },
};
