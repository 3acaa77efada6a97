import { KeyboardEvent, RefObject, useEffect, useRef, useState } from 'react';

/**
 * Arrow keys over rows of which only some are in the page: one row has
 * tabindex 0, the others -1. Give each row `onKeyDown`,
 * `data-index` and `tabIndex={active === index ? 0 : -1}`. `move` focuses a row,
 * also one that is drawn only after it.
 */
export function useRovingRows(options: {
  count: number;
  container: RefObject<HTMLElement>;
  scrollTo: (index: number) => void;
  onOpen: (index: number) => void;
}) {
  const { count, container, scrollTo, onOpen } = options;
  const [wanted, setActive] = useState(0);
  const active = Math.min(wanted, Math.max(0, count - 1));
  const toFocus = useRef<number>();

  // A row far away is drawn only after the scroll: each drawing looks again.
  useEffect(() => {
    if (toFocus.current === undefined) return;
    const row = container.current?.querySelector<HTMLElement>(
      `[data-index="${toFocus.current}"]`,
    );
    if (!row) return;
    // What stands for a row that is not loaded yet is replaced by it; the focus comes along, unless it went elsewhere.
    const { activeElement, body } = document;
    const isHere =
      activeElement === null ||
      activeElement === body ||
      container.current?.contains(activeElement) === true;
    if (row.dataset.loading === undefined || !isHere) {
      toFocus.current = undefined;
    }
    if (isHere) row.focus({ preventScroll: true });
  });

  const move = (index: number) => {
    const next = Math.min(Math.max(index, 0), count - 1);
    toFocus.current = next;
    setActive(next);
    scrollTo(next);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const inRow =
      event.target instanceof HTMLElement &&
      event.target.dataset.index !== undefined;
    if (!inRow || count === 0) return;
    switch (event.key) {
      case 'ArrowDown':
        move(active + 1);
        break;
      case 'ArrowUp':
        move(active - 1);
        break;
      case 'PageDown':
        move(active + 10);
        break;
      case 'PageUp':
        move(active - 10);
        break;
      case 'Home':
        move(0);
        break;
      case 'End':
        move(count - 1);
        break;
      case 'Enter':
        onOpen(active);
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return { active, setActive, move, onKeyDown };
}
