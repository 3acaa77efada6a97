/**
 * Test doubles of `@slipway/plugin-owners-node`.
 *
 * @packageDocumentation
 */
export { fakeOwners } from './testing/fakeOwners';
