import { ListCell } from './ListCell';

/** The cells of a row that is not loaded yet. */
export function LoadingCells() {
  return (
    <ListCell>
      <span className="loading">Loading…</span>
    </ListCell>
  );
}
