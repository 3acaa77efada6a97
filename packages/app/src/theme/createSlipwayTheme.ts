import {
  createUnifiedTheme,
  genPageTheme,
  palettes,
  UnifiedTheme,
} from '@backstage/theme';
import { componentThemes } from './componentThemes';
import { ThemeTokens } from './tokens';

const FONT =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

const heading = (fontSize: number, marginBottom: number) => ({
  fontSize,
  fontWeight: 600,
  marginBottom,
});

/** Headings as large as those of `@backstage/ui`, in px. */
const TYPOGRAPHY = {
  htmlFontSize: 16,
  fontFamily: FONT,
  h1: heading(28, 8),
  h2: heading(24, 8),
  h3: heading(20, 6),
  h4: heading(18, 6),
  h5: heading(16, 4),
  h6: heading(16, 4),
};

/** The MUI theme (versions 4 and 5) of a set of tokens. */
export function createSlipwayTheme(tokens: ThemeTokens): UnifiedTheme {
  const { navigation, state } = tokens;
  // Pages that still bring the older, coloured header look like those that draw the plain one.
  const header = genPageTheme({
    colors: [tokens.background, tokens.background],
    shape: 'none',
    options: { fontColor: tokens.text },
  });
  return createUnifiedTheme({
    fontFamily: FONT,
    typography: TYPOGRAPHY,
    components: componentThemes(tokens),
    defaultPageTheme: 'home',
    pageTheme: Object.fromEntries(
      [
        'home',
        'documentation',
        'tool',
        'service',
        'website',
        'library',
        'other',
        'app',
        'apis',
        'card',
      ].map(id => [id, header]),
    ),
    palette: {
      ...palettes[tokens.mode],
      mode: tokens.mode,
      background: { default: tokens.background, paper: tokens.paper },
      primary: { main: tokens.primary, contrastText: tokens.onPrimary },
      secondary: { main: tokens.side.stable.main },
      error: { main: state.degraded.main },
      warning: { main: state.waiting.main },
      success: { main: state.healthy.main },
      info: { main: state.progressing.main },
      text: {
        primary: tokens.text,
        secondary: tokens.textSecondary,
        disabled: tokens.textDisabled,
      },
      divider: tokens.border,
      status: {
        ok: state.healthy.main,
        warning: state.waiting.main,
        error: state.degraded.main,
        running: state.progressing.main,
        pending: state.waiting.main,
        aborted: state.unknown.main,
      },
      border: tokens.border,
      textContrast: tokens.text,
      textSubtle: tokens.textSecondary,
      textVerySubtle: tokens.textDisabled,
      highlight: state.waiting.bg,
      errorBackground: state.degraded.bg,
      warningBackground: state.waiting.bg,
      infoBackground: state.progressing.bg,
      errorText: state.degraded.main,
      warningText: state.waiting.main,
      infoText: state.progressing.main,
      link: tokens.link,
      linkHover: tokens.primaryHover,
      navigation: {
        background: navigation.background,
        indicator: navigation.indicator,
        color: navigation.text,
        selectedColor: navigation.selected,
        navItem: { hoverBackground: navigation.hover },
        submenu: { background: navigation.hover },
      },
      tabbar: { indicator: tokens.primary },
      banner: {
        ...palettes[tokens.mode].banner,
        info: state.progressing.bg,
        error: state.degraded.bg,
        warning: state.waiting.bg,
        text: tokens.text,
        link: tokens.link,
      },
    },
  });
}
