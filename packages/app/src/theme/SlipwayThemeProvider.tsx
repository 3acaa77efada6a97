import { UnifiedTheme, UnifiedThemeProvider } from '@backstage/theme';
import GlobalStyles from '@mui/material/GlobalStyles';
import { ReactNode } from 'react';
import { cssVariables } from './cssVariables';
import { ThemeTokens } from './tokens';

/**
 * Colours everything below it: MUI through the unified theme, `@backstage/ui` and Slipway's components through CSS
 * variables on `body`.
 */
export function SlipwayThemeProvider(props: {
  theme: UnifiedTheme;
  tokens: ThemeTokens;
  children: ReactNode;
}) {
  const { theme, tokens, children } = props;
  return (
    <UnifiedThemeProvider theme={theme} themeName="slipway">
      <GlobalStyles
        styles={{
          // The attribute makes this outweigh the rule of @backstage/ui for the dark mode.
          'body, body[data-theme-mode]': {
            ...cssVariables(tokens),
            colorScheme: tokens.mode,
            backgroundColor: tokens.background,
            fontVariantNumeric: 'tabular-nums',
          },
          ':focus-visible': {
            outline: `2px solid ${tokens.primary}`,
            outlineOffset: 2,
          },
          // Swagger UI draws its arrows black in both modes.
          '.swagger-ui svg *': { fill: `${tokens.textSecondary} !important` },
          // The tabs of a page scroll by themselves where they do not fit.
          '.bui-PluginHeaderTabsWrapper, .bui-HeaderTabsWrapper': {
            overflowX: 'auto',
          },
          // Pages have their own space above their content.
          '.bui-PluginHeader': { '--bui-plugin-header-margin-bottom': '8px' },
        }}
      />
      {children}
    </UnifiedThemeProvider>
  );
}
