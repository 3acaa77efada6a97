import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { ThemeBlueprint } from '@backstage/plugin-app-react';
import DarkIcon from '@mui/icons-material/DarkModeOutlined';
import LightIcon from '@mui/icons-material/LightModeOutlined';
import { createSlipwayTheme } from './createSlipwayTheme';
import { SlipwayThemeProvider } from './SlipwayThemeProvider';
import { darkTokens, lightTokens } from './tokens';

const lightTheme = createSlipwayTheme(lightTokens);
const darkTheme = createSlipwayTheme(darkTokens);

/** Slipway's light and dark theme, in the place of the app's own two. */
export const themeModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    ThemeBlueprint.make({
      name: 'light',
      params: {
        theme: {
          id: 'light',
          title: 'Light',
          variant: 'light',
          icon: <LightIcon />,
          Provider: ({ children }) => (
            <SlipwayThemeProvider theme={lightTheme} tokens={lightTokens}>
              {children}
            </SlipwayThemeProvider>
          ),
        },
      },
    }),
    ThemeBlueprint.make({
      name: 'dark',
      params: {
        theme: {
          id: 'dark',
          title: 'Dark',
          variant: 'dark',
          icon: <DarkIcon />,
          Provider: ({ children }) => (
            <SlipwayThemeProvider theme={darkTheme} tokens={darkTokens}>
              {children}
            </SlipwayThemeProvider>
          ),
        },
      },
    }),
  ],
});
