/** A key and what it does, as the help shows them. */
export interface Shortcut {
  keys: readonly string[];
  what: string;
}

/** The keys of the portal: what the help lists. */
export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['/'], what: 'Search: in the list of this page, or everywhere' },
  { keys: ['?'], what: 'This help' },
  { keys: ['↑', '↓'], what: 'Move over the rows of a table' },
  { keys: ['Enter'], what: 'Open the row, press the button' },
  { keys: ['Tab'], what: 'Go on; a disabled button says why it is' },
  { keys: ['Esc'], what: 'Close a dialog or a menu' },
];

/** The first that is there: a page's own field, then any that is named so (the catalog names the box around it). */
const SEARCH_FIELDS = [
  'input[aria-keyshortcuts="/"]',
  'input[type="search"]',
  'input[aria-label="search" i]',
  '[aria-label="search" i] input',
];

/** The field that a search on this page goes into, if it has one. */
export function searchField(
  root: ParentNode = document,
): HTMLInputElement | undefined {
  for (const selector of SEARCH_FIELDS) {
    for (const field of root.querySelectorAll<HTMLInputElement>(selector)) {
      if (!field.disabled && !field.closest('[hidden], [aria-hidden="true"]'))
        return field;
    }
  }
  return undefined;
}

/** True while keys belong to what is being typed or to an open dialog. */
export function keysAreTaken(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"]')) return true;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}
