import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { FreezeList } from './FreezeList';

/** The tab of a service: its freezes. */
export function FreezesTab() {
  const { entity } = useEntity();
  return <FreezeList entityRef={stringifyEntityRef(entity)} />;
}
