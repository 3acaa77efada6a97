import { appThemeApiRef, useApi } from '@backstage/frontend-plugin-api';
import useMediaQuery from '@mui/material/useMediaQuery';
import { ReactNode, useCallback, useSyncExternalStore } from 'react';
import { createSlipwayTheme } from './createSlipwayTheme';
import { SlipwayThemeProvider } from './SlipwayThemeProvider';
import { darkTokens, lightTokens } from './tokens';

const LIGHT = { theme: createSlipwayTheme(lightTokens), tokens: lightTokens };
const DARK = { theme: createSlipwayTheme(darkTokens), tokens: darkTokens };

/** Id of the theme that the user chose; undefined: that of the system. */
function useChosenTheme(): string | undefined {
  const api = useApi(appThemeApiRef);
  const subscribe = useCallback(
    (listener: () => void) => {
      const subscription = api.activeThemeId$().subscribe(listener);
      return () => subscription.unsubscribe();
    },
    [api],
  );
  return useSyncExternalStore(subscribe, () => api.getActiveThemeId());
}

/**
 * The theme that is active, by the rule of Backstage's own provider: what the
 * user chose, else what the system prefers. It is one component for both
 * themes: with one each, React would build the whole page again when the theme
 * changes (a laptop that turns dark at dusk), and a form that is being filled in
 * would be lost.
 */
export function ActiveTheme({ children }: { children: ReactNode }) {
  const chosen = useChosenTheme();
  const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)', {
    noSsr: true,
  });
  const dark =
    chosen === 'dark' || chosen === 'light' ? chosen === 'dark' : systemIsDark;
  return (
    <SlipwayThemeProvider {...(dark ? DARK : LIGHT)}>
      {children}
    </SlipwayThemeProvider>
  );
}
