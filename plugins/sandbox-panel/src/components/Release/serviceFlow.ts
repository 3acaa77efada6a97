import { createActionFlow } from '@slipway/plugin-portal-react';
import { ServiceTypes } from '@slipway/plugin-sandbox-panel-common';

/** The provider of actions on services of the sandbox and the hooks of their buttons. */
export const serviceFlow = createActionFlow<ServiceTypes>('Service');
