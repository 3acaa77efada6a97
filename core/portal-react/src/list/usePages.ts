import { useCallback, useState } from 'react';
import { pagesFor } from './pages';
import { RowRange } from './types';

/**
 * Which pages of a list are to be loaded, by what is in sight of it.
 *
 * @param pageRows - rows of one page
 * @returns indexes of the pages; `onRange` is for `ListRows`
 */
export function usePages(pageRows: number) {
  const [pages, setPages] = useState<readonly number[]>([0]);
  const onRange = useCallback(
    (range: RowRange) => setPages(old => pagesFor(old, range, pageRows)),
    [pageRows],
  );
  return { pages, onRange };
}
