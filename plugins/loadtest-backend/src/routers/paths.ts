import { stringifyEntityRef } from '@backstage/catalog-model';
import { launchPathSchema } from '@slipway/plugin-loadtest-common';

export const ENTITY = '/entities/:kind/:namespace/:name';
export const TARGET = `${ENTITY}/targets/:cluster/:targetNamespace`;
export const RUN = '/runs/:id';

/** An entity and the place of a target, of the parameters of the path. */
export const launchRefSchema = launchPathSchema.transform(
  ({ cluster, targetNamespace, ...entity }) => ({
    entityRef: stringifyEntityRef(entity).toLocaleLowerCase('en-US'),
    cluster,
    namespace: targetNamespace,
  }),
);
