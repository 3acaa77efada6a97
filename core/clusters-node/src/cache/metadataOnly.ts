import { KubeObject } from '@slipway/plugin-clusters-common';

/** The projection of who needs names, labels and annotations alone. The cache has checked that there are a name and a UID. */
export const metadataOnly = (raw: Record<string, unknown>): KubeObject => ({
  metadata: raw.metadata as KubeObject['metadata'],
});
