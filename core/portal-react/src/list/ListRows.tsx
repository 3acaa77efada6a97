import useMediaQuery from '@mui/material/useMediaQuery';
import { ListCards, ListCardsProps } from './ListCards';
import { NARROW } from '../section/narrow';
import { ListTable, ListTableProps } from './ListTable';

/** The rows of a list: a table, or cards where it is narrow. Only those in sight are drawn. */
export function ListRows<Row, C extends string>(
  props: ListTableProps<Row, C> & ListCardsProps<Row>,
) {
  const narrow = useMediaQuery(NARROW);
  return narrow ? <ListCards {...props} /> : <ListTable {...props} />;
}
