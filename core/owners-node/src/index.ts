/**
 * Which catalog entity owns an object of a cluster, and which objects an entity shows.
 *
 * @packageDocumentation
 */
export { CatalogOwners } from './CatalogOwners';
export type { CatalogOwnersOptions } from './CatalogOwners';
export { normaliseEntityRef, requireEntityRef } from './catalogClaims';
export { createClaimsReader } from './claimsReader';
export type { ClaimsReader } from './claimsReader';
export { ownersServiceRef } from './ownersServiceRef';
export type { EntityJoins, OwnedMetadata, OwnedObject, Owners } from './types';
