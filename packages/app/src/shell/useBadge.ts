import { configApiRef, useApi } from '@backstage/frontend-plugin-api';

/** What this portal looks at, from `slipway.badge`. */
export interface Badge {
  label: string;
  tooltip?: string;
}

/** The configured badge; undefined where there is none. */
export function useBadge(): Badge | undefined {
  const config = useApi(configApiRef).getOptionalConfig('slipway.badge');
  return (
    config && {
      label: config.getString('label'),
      tooltip: config.getOptionalString('tooltip'),
    }
  );
}
