const present = (value: unknown) => (value === '' ? undefined : value);

/**
 * Whether an object is no longer in the state that the user saw, as far as an
 * action asks. The one rule for the dialog, which then says so, and for the
 * runner, which then refuses with 409. An empty text counts as absent.
 *
 * @param guard - the members that must still hold
 */
export function hasChangedSince<Seen extends object>(
  seen: Seen,
  now: Seen,
  guard: ReadonlyArray<keyof Seen>,
): boolean {
  return guard.some(member => present(seen[member]) !== present(now[member]));
}
