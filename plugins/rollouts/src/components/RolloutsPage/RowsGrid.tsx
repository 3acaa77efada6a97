import Paper from '@mui/material/Paper';
import { styled } from '@mui/material/styles';
import { GRID_TEMPLATE } from './columns';

/** Height of every row, px: known beforehand, so that no row is measured and nothing shifts while one scrolls. */
export const ROW_PX = 80;

/**
 * The scrolling grid with the look of everything in its rows. It stands here
 * once, as classes: styles of each row's own would be made again with each row
 * that comes into sight.
 */
export const RowsGrid = styled(Paper)(({ theme }) => ({
  overflow: 'auto',
  maxHeight: 'max(360px, calc(100dvh - 250px))',
  '& .rows': { minWidth: 960 },
  '& .rows-body': { position: 'relative' },
  '& .row': {
    position: 'absolute',
    top: 0,
    left: 0,
    right: 0,
    height: ROW_PX,
    overflow: 'hidden',
    contain: 'strict',
    cursor: 'pointer',
    display: 'grid',
    gridTemplateColumns: GRID_TEMPLATE,
    columnGap: theme.spacing(1.5),
    alignItems: 'center',
    padding: theme.spacing(0.5, 2),
    fontSize: 14,
    lineHeight: 1.35,
    borderBottom: `1px solid ${theme.palette.divider}`,
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
  '& .two-lines': { WebkitLineClamp: 2 },
  '& .three-lines': { WebkitLineClamp: 3 },
  '& .progress': {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
  '& .progress > :last-child': { flex: 1, minWidth: 0 },
  '& .step': { fontVariantNumeric: 'tabular-nums', minWidth: 28 },
  '& .strategy': { color: theme.palette.text.secondary, fontSize: 13 },
  '& .since': { fontSize: 13 },
}));
