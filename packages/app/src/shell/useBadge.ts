import {
  configApiRef,
  useApi,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import { sandboxRouteRef } from '@slipway/plugin-sandbox-panel';

/** What this portal looks at, from `slipway.badge`. */
export interface Badge {
  label: string;
  tooltip?: string;
  /** Path of the page about it, where there is one. */
  to?: string;
}

/** The configured badge; undefined where there is none. */
export function useBadge(): Badge | undefined {
  const config = useApi(configApiRef).getOptionalConfig('slipway.badge');
  const sandbox = useRouteRef(sandboxRouteRef);
  return (
    config && {
      label: config.getString('label'),
      tooltip: config.getOptionalString('tooltip'),
      to: sandbox?.(),
    }
  );
}
