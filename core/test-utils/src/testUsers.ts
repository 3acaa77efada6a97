/** Users by name, each with the names of the groups that the user belongs to. */
export type Users = Readonly<Record<string, readonly string[]>>;

/** Member of the platform group. */
const PLATFORM = 'platform';

/** Who tests know. `blind` may not even read. */
export const USERS = {
  olga: ['team-orders'],
  carla: ['team-catalog'],
  paula: [PLATFORM],
  nora: ['on-call'],
  nils: ['on-call', 'team-orders'],
  vera: [],
  blind: [],
} satisfies Users;

export const userRef = (name: string) => `user:default/${name}`;
export const groupRef = (name: string) => `group:default/${name}`;

/** Refs of users, each with the refs of the groups that the user belongs to. */
export function refsOf(users: Users): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(users).map(([name, groups]) => [
      userRef(name),
      groups.map(groupRef),
    ]),
  );
}

export const isPlatform = (groups: readonly string[]) =>
  groups.includes(groupRef(PLATFORM));

/** The user that a principal is; undefined for services and nobody. */
export function userEntityRefOf(principal: unknown): string | undefined {
  return typeof principal === 'object' &&
    principal !== null &&
    'userEntityRef' in principal &&
    typeof principal.userEntityRef === 'string'
    ? principal.userEntityRef
    : undefined;
}
