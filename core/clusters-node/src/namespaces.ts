import { KubeObject } from '@slipway/plugin-clusters-common';
import { metadataOnly } from './cache/metadataOnly';
import { KindDefinition } from './types';

/** A namespace as Slipway keeps it: its metadata. */
export type NamespaceObject = KubeObject;

/** Namespaces are watched for their labels and annotations. */
export const namespaceKind: KindDefinition<NamespaceObject> = {
  resource: {
    group: '',
    version: 'v1',
    plural: 'namespaces',
    kind: 'Namespace',
  },
  id: 'clusters',
  project: metadataOnly,
};
