import { useEffect } from 'react';
import { RowRange } from './types';

/** Reports which rows are in sight, when it changes. */
export function useRange(
  range: { startIndex: number; endIndex: number } | null,
  count: number,
  onRange: ((range: RowRange) => void) | undefined,
) {
  const first = range?.startIndex;
  const last = range?.endIndex;
  useEffect(() => {
    if (first !== undefined && last !== undefined) {
      onRange?.({ first, last, count });
    }
  }, [first, last, count, onRange]);
}
