import Button from '@mui/material/Button';
import { EmptyState } from '../states/messages';

/** All rows are hidden by the filters. */
export function NothingMatches(props: {
  /** One of the rows: `rollout`. */
  noun: string;
  /** How many are hidden. */
  hidden: number;
  onClear: () => void;
}) {
  const { noun, hidden, onClear } = props;
  return (
    <EmptyState
      title={`No ${noun} matches the filters`}
      description={`${hidden} are hidden.`}
      action={
        <Button variant="outlined" onClick={onClear}>
          Clear filters
        </Button>
      }
    />
  );
}
