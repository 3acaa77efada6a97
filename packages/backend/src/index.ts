// First: what it sets for regular expressions holds for those that are compiled later.
import portalServices, {
  describeStartFailure,
  surviveLostOutput,
} from '@slipway/plugin-portal-node';
import { createBackend } from '@backstage/backend-defaults';
import {
  catalogModulePaths,
  catalogModuleTrust,
} from '@slipway/plugin-permission-backend-module-slipway';

surviveLostOutput();

const backend = createBackend();

backend.add(portalServices);

backend.add(import('@backstage/plugin-app-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-github-provider'));
backend.add(import('@slipway/plugin-auth-backend-module-sample-users'));

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(catalogModuleTrust);
backend.add(catalogModulePaths);
backend.add(import('@slipway/plugin-actions-node/catalog'));

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('@slipway/plugin-permission-backend-module-slipway'));

backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(
  import('@backstage/plugin-scaffolder-backend-module-notifications'),
);

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-pg'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));

backend.add(import('@backstage/plugin-kubernetes-backend'));
backend.add(import('@slipway/plugin-kubernetes-backend-module-slipway'));

backend.add(import('@slipway/plugin-live-backend'));
backend.add(import('@slipway/plugin-activity-backend'));
backend.add(import('@slipway/plugin-activity-node/audit'));
backend.add(import('@slipway/plugin-break-glass-backend'));
backend.add(import('@slipway/plugin-approvals-backend'));
backend.add(import('@slipway/plugin-work-backend'));
backend.add(import('@slipway/plugin-timeline-backend'));
backend.add(import('@slipway/plugin-metrics-backend'));
backend.add(import('@slipway/plugin-rollouts-backend'));
backend.add(import('@slipway/plugin-loadtest-backend'));
backend.add(import('@slipway/plugin-chaos-backend'));
backend.add(import('@slipway/plugin-resilience-backend'));
backend.add(import('@slipway/plugin-observability-backend'));
backend.add(import('@slipway/plugin-security-backend'));
backend.add(import('@slipway/plugin-sandbox-panel-backend'));

backend.add(import('@backstage/plugin-user-settings-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-mcp-actions-backend'));

// Without this the process would live on after a failed start, listening and serving nothing.
backend.start().catch(error => {
  process.stderr.write(
    `Slipway could not start: ${describeStartFailure(error)}\n`,
    () => process.exit(1),
  );
});
