/** A press on a link or button means that, not the row; so does one in a menu drawn elsewhere. */
export function isPlain(target: EventTarget, row: Element): boolean {
  return (
    target instanceof Element &&
    row.contains(target) &&
    target.closest('a, button') === null
  );
}
