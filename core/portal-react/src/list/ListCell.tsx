import { ReactNode } from 'react';

/** One cell of a row of a {@link ListRows}. */
export function ListCell({ children }: { children?: ReactNode }) {
  return (
    <div role="gridcell" className="cell">
      {children}
    </div>
  );
}
