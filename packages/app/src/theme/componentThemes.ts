import { UnifiedThemeOptions } from '@backstage/theme';
import { ThemeTokens } from './tokens';

type ComponentThemes = NonNullable<UnifiedThemeOptions['components']>;

/** Of plugin-catalog and plugin-catalog-react, whose names the theme's types do not know. */
function catalogThemes(tokens: ThemeTokens) {
  return {
    CatalogReactUserListPicker: {
      styleOverrides: {
        root: {
          backgroundColor: tokens.inset,
          border: `1px solid ${tokens.border}`,
        },
        groupWrapper: { margin: '4px 4px 8px' },
      },
    },
    // On a phone the search stands below the title, not over it.
    PluginCatalogTableToolbar: {
      styleOverrides: { root: { flexWrap: 'wrap' as const, columnGap: 16 } },
    },
  };
}

/** What Slipway changes in single components of MUI and of Backstage. */
export function componentThemes(tokens: ThemeTokens): ComponentThemes {
  return {
    MuiTableCell: {
      styleOverrides: {
        // Names of services hold hyphens: break there, not inside a word.
        root: {
          wordBreak: 'normal',
          overflowWrap: 'break-word',
          lineHeight: 1.3,
        },
        sizeSmall: { padding: '8px 12px' },
      },
    },
    // Colour alone does not distinguish a link from the text around it.
    MuiLink: {
      styleOverrides: {
        underlineHover: {
          textDecoration: 'underline',
          textDecorationColor:
            'color-mix(in srgb, currentColor 40%, transparent)',
          textUnderlineOffset: '0.2em',
          '&:hover': { textDecorationColor: 'currentColor' },
        },
      },
    },
    MuiButton: { styleOverrides: { root: { textTransform: 'none' } } },
    // Units stay as they are written: 24 h.
    MuiToggleButton: { styleOverrides: { root: { textTransform: 'none' } } },
    MuiTab: { styleOverrides: { root: { letterSpacing: 0, minWidth: 0 } } },
    MuiCardHeader: { styleOverrides: { root: { padding: '12px 16px' } } },
    // The filters of the catalog on a phone: as wide as the labels of their choices need.
    MuiDrawer: {
      styleOverrides: { paperAnchorLeft: { width: 'min(320px, 88vw)' } },
    },
    BackstageHeader: {
      styleOverrides: {
        header: { boxShadow: 'none', paddingBottom: 8 },
        title: { fontSize: 24 },
      },
    },
    BackstageTableHeader: {
      styleOverrides: { header: { borderColor: tokens.border } },
    },
    BackstageTableToolbar: {
      styleOverrides: { root: { padding: '8px 0 8px 16px' } },
    },
    ...catalogThemes(tokens),
  };
}
