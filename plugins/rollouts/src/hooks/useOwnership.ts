export { useOwnership, type Ownership } from '@slipway/plugin-portal-react';
