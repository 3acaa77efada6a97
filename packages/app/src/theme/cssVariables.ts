import { SIDE_NAMES, STATE_NAMES, ThemeTokens } from './tokens';

/** The variables that Slipway's own components read: `--slipway-state-<name>`, `--slipway-<side>`, each with `-bg`. */
function slipwayVariables(tokens: ThemeTokens): Record<string, string> {
  const tints = [
    ...STATE_NAMES.map(name => [`state-${name}`, tokens.state[name]] as const),
    ...SIDE_NAMES.map(name => [name, tokens.side[name]] as const),
  ];
  return Object.fromEntries(
    tints.flatMap(([name, tint]) => [
      [`--slipway-${name}`, tint.main],
      [`--slipway-${name}-bg`, tint.bg],
    ]),
  );
}

/**
 * Variables that `@backstage/ui` 0.18 asks others not to use any more, while its own buttons, checkboxes and alerts read
 * nothing else.
 */
function formerBackstageUiVariables(
  tokens: ThemeTokens,
): Record<string, string> {
  const { state } = tokens;
  const variables: Record<string, string> = {
    'bg-solid': tokens.primary,
    'bg-solid-hover': tokens.primaryHover,
    'bg-solid-pressed': tokens.primaryHover,
    'fg-solid': tokens.onPrimary,
  };
  for (const [name, { main, bg }] of [
    ['danger', state.degraded],
    ['warning', state.waiting],
    ['success', state.healthy],
    ['info', state.progressing],
  ] as const) {
    variables[`bg-${name}`] = bg;
    variables[`fg-${name}`] = main;
    variables[`fg-${name}-on-bg`] = main;
    variables[`border-${name}`] = main;
  }
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [`--bui-${name}`, value]),
  );
}

/** The variables by which `@backstage/ui` is coloured. */
function backstageUiVariables(tokens: ThemeTokens): Record<string, string> {
  const { state } = tokens;
  const notice = (
    name: string,
    { main, bg }: { main: string; bg: string },
  ) => ({
    [`--bui-${name}-bg`]: main,
    [`--bui-${name}-bg-hover`]: main,
    [`--bui-${name}-bg-subdued`]: bg,
    [`--bui-${name}-bg-subdued-hover`]: bg,
    [`--bui-${name}-border`]: main,
    [`--bui-${name}-fg`]: tokens.paper,
    [`--bui-${name}-fg-subdued`]: main,
  });
  return {
    '--bui-font-regular':
      "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
    '--bui-ring': tokens.primary,
    '--bui-bg-app': tokens.background,
    '--bui-bg-neutral-1': tokens.paper,
    '--bui-bg-neutral-2': tokens.inset,
    '--bui-bg-neutral-3': tokens.paper,
    '--bui-bg-neutral-4': tokens.inset,
    '--bui-fg-primary': tokens.text,
    '--bui-fg-secondary': tokens.textSecondary,
    '--bui-fg-disabled': tokens.textDisabled,
    '--bui-fg-positive': state.healthy.main,
    '--bui-fg-negative': state.degraded.main,
    '--bui-fg-warning': state.waiting.main,
    '--bui-fg-announcement': state.progressing.main,
    '--bui-border-1': tokens.border,
    '--bui-border-2': tokens.borderStrong,
    '--bui-accent-bg': tokens.primary,
    '--bui-accent-bg-hover': tokens.primaryHover,
    '--bui-accent-fg': tokens.onPrimary,
    ...notice('announcement', state.progressing),
    ...notice('positive', state.healthy),
    ...notice('warning', state.waiting),
    ...notice('negative', state.degraded),
  };
}

/** Every CSS variable that a theme sets on `body`. */
export function cssVariables(tokens: ThemeTokens): Record<string, string> {
  return {
    ...formerBackstageUiVariables(tokens),
    ...backstageUiVariables(tokens),
    ...slipwayVariables(tokens),
  };
}
