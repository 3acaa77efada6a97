import {
  configApiRef,
  routeResolutionApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import { sandboxRouteRef } from '@slipway/plugin-sandbox-panel';

/** What this portal is connected to, from `slipway.badge`. */
export interface Badge {
  label: string;
  tooltip?: string;
  /** Path of the page about it, where there is one. */
  to?: string;
}

/** The configured badge; undefined where there is none. */
export function useBadge(): Badge | undefined {
  const config = useApi(configApiRef).getOptionalConfig('slipway.badge');
  // Not by useRouteRef, which keeps what it found: before the sign-in there are no pages yet.
  const sandbox = useApi(routeResolutionApiRef).resolve(sandboxRouteRef);
  return (
    config && {
      label: config.getString('label'),
      tooltip: config.getOptionalString('tooltip'),
      to: sandbox?.(),
    }
  );
}
