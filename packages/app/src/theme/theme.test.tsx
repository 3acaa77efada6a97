import { AppThemeSelector } from '@backstage/core-app-api';
import { appThemeApiRef } from '@backstage/frontend-plugin-api';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ActiveTheme } from './ActiveTheme';
import { contrastRatio } from './contrast';
import { createSlipwayTheme } from './createSlipwayTheme';
import { cssVariables } from './cssVariables';
import { SlipwayThemeProvider } from './SlipwayThemeProvider';
import {
  darkTokens,
  lightTokens,
  SIDE_NAMES,
  STATE_NAMES,
  ThemeTokens,
  Tint,
} from './tokens';

const THEMES: Array<[string, ThemeTokens]> = [
  ['light', lightTokens],
  ['dark', darkTokens],
];

/** AA of WCAG 2.2 for text, and for the edge of a control. */
const TEXT = 4.5;
const EDGE = 3;

describe('contrastRatio', () => {
  it.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    ['#767676', '#ffffff', 4.54],
    ['#ffffff', '#767676', 4.54],
  ])('%s on %s', (a, b, expected) => {
    expect(contrastRatio(a, b)).toBeCloseTo(expected, 2);
  });
});

describe.each(THEMES)('the %s theme', (_, tokens) => {
  const tints: Array<[string, Tint]> = [
    ...STATE_NAMES.map((name): [string, Tint] => [name, tokens.state[name]]),
    ...SIDE_NAMES.map((name): [string, Tint] => [name, tokens.side[name]]),
  ];

  it.each(tints)('%s is readable on every surface', (_name, { main, bg }) => {
    for (const surface of [tokens.paper, tokens.background, tokens.inset, bg]) {
      expect(contrastRatio(main, surface)).toBeGreaterThanOrEqual(TEXT);
    }
  });

  it.each(tints)('text is readable on the tint of %s', (_name, { bg }) => {
    expect(contrastRatio(tokens.text, bg)).toBeGreaterThanOrEqual(TEXT);
  });

  it.each([
    ['text', tokens.text],
    ['secondary text', tokens.textSecondary],
    ['links', tokens.link],
    ['the primary colour', tokens.primary],
  ])('%s is readable on every surface', (_name, colour) => {
    for (const surface of [tokens.paper, tokens.background, tokens.inset]) {
      expect(contrastRatio(colour, surface)).toBeGreaterThanOrEqual(TEXT);
    }
  });

  it('shows buttons and controls', () => {
    for (const background of [tokens.primary, tokens.primaryHover]) {
      expect(
        contrastRatio(tokens.onPrimary, background),
      ).toBeGreaterThanOrEqual(TEXT);
    }
    expect(
      contrastRatio(tokens.borderStrong, tokens.paper),
    ).toBeGreaterThanOrEqual(EDGE);
  });

  it('shows the navigation', () => {
    const { background, hover, text, selected, indicator } = tokens.navigation;
    for (const surface of [background, hover]) {
      expect(contrastRatio(text, surface)).toBeGreaterThanOrEqual(TEXT);
      expect(contrastRatio(selected, surface)).toBeGreaterThanOrEqual(TEXT);
    }
    expect(contrastRatio(indicator, background)).toBeGreaterThanOrEqual(EDGE);
  });

  it('distinguishes states and sides', () => {
    expect(new Set(tints.map(([, { main }]) => main)).size).toBe(tints.length);
    expect(new Set(tints.map(([, { bg }]) => bg)).size).toBe(tints.length);
  });

  it('sets the variables that components read, as colours', () => {
    const variables = cssVariables(tokens);
    for (const [name, tint] of tints) {
      const prefix = name in tokens.state ? '--slipway-state' : '--slipway';
      expect(variables[`${prefix}-${name}`]).toBe(tint.main);
      expect(variables[`${prefix}-${name}-bg`]).toBe(tint.bg);
    }
    const { '--bui-font-regular': font, ...colours } = variables;
    expect(font).toContain('system-ui');
    for (const value of Object.values(colours)) {
      expect(value).toMatch(/^#[0-9a-f]{6}$/);
    }
  });

  it('puts them on the body, and the figures in columns', () => {
    render(
      <SlipwayThemeProvider theme={createSlipwayTheme(tokens)} tokens={tokens}>
        content
      </SlipwayThemeProvider>,
    );
    expect(screen.getByText('content')).toBeInTheDocument();
    expect(document.body).toHaveAttribute('data-theme-mode', tokens.mode);
    const style = window.getComputedStyle(document.body);
    expect(style.getPropertyValue('--slipway-state-degraded')).toBe(
      tokens.state.degraded.main,
    );
    expect(style.getPropertyValue('--bui-bg-app')).toBe(tokens.background);
    expect(style.getPropertyValue('font-variant-numeric')).toBe('tabular-nums');
  });
});

describe('the active theme', () => {
  it('changes around what is filled in', async () => {
    const api = new AppThemeSelector([]);
    render(
      <TestApiProvider apis={[[appThemeApiRef, api]]}>
        <ActiveTheme>
          <input aria-label="Reason" />
        </ActiveTheme>
      </TestApiProvider>,
    );
    expect(document.body).toHaveAttribute('data-theme-mode', 'light');
    await userEvent.type(screen.getByLabelText('Reason'), 'Game day');
    act(() => api.setActiveThemeId('dark'));
    expect(document.body).toHaveAttribute('data-theme-mode', 'dark');
    expect(screen.getByLabelText('Reason')).toHaveValue('Game day');
  });
});
