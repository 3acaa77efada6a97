import { stringifyEntityRef } from '@backstage/catalog-model';
import { placePathSchema } from '@slipway/plugin-resilience-common';

/** An entity in a place, of the parameters of the path. */
export const placeRefSchema = placePathSchema.transform(
  ({ cluster, targetNamespace, ...entity }) => ({
    entityRef: stringifyEntityRef(entity).toLocaleLowerCase('en-US'),
    cluster,
    namespace: targetNamespace,
  }),
);
