import Paper from '@mui/material/Paper';
import { styled } from '@mui/material/styles';

/** Measures of a {@link RowsGrid}. */
interface GridMeasures {
  /** Widths of the columns, a value of `grid-template-columns`. */
  columns: string;
  /** px, of every row: known beforehand, so that no row is measured and nothing shifts while one scrolls. */
  rowHeight: number;
  /** px; where there is less, it scrolls sideways. */
  minWidth: number;
}

const MEASURES = new Set<PropertyKey>(['columns', 'rowHeight', 'minWidth']);

/**
 * The scrolling grid with the look of everything in its rows. It stands here
 * once, as classes: styles of each row's own would be made again with each row
 * that comes into sight. Cells may use `two-lines` and `three-lines`, which cut
 * what is longer.
 */
export const RowsGrid = styled(Paper, {
  shouldForwardProp: name => !MEASURES.has(name),
})<GridMeasures>(({ theme, columns, rowHeight, minWidth }) => ({
  overflow: 'auto',
  maxHeight: 'max(360px, calc(100dvh - 250px))',
  '& .rows': { minWidth },
  '& .rows-body': { position: 'relative' },
  '& .head-body': { position: 'sticky', top: 0, zIndex: 1 },
  '& .head, & .row': {
    display: 'grid',
    gridTemplateColumns: columns,
    columnGap: theme.spacing(1.5),
    alignItems: 'center',
    borderBottom: `1px solid ${theme.palette.divider}`,
  },
  '& .head': {
    padding: theme.spacing(1, 2),
    backgroundColor: theme.palette.background.paper,
    color: theme.palette.text.secondary,
    fontSize: 13,
    fontWeight: 600,
  },
  '& .row': {
    position: 'absolute',
    top: 0,
    left: 0,
    right: 0,
    height: rowHeight,
    overflow: 'hidden',
    contain: 'strict',
    cursor: 'pointer',
    padding: theme.spacing(0.5, 2),
    fontSize: 14,
    lineHeight: 1.35,
    '&:hover': { backgroundColor: theme.palette.action.hover },
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: -2,
    },
    '& a:focus-visible': { outlineOffset: -2 },
  },
  '& .cell': { minWidth: 0 },
  '& .two-lines, & .three-lines': {
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    overflow: 'hidden',
    overflowWrap: 'anywhere',
  },
  '& .loading': { color: theme.palette.text.secondary },
  '& .two-lines': { WebkitLineClamp: 2 },
  '& .three-lines': { WebkitLineClamp: 3 },
}));
