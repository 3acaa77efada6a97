import { styled } from '@mui/material/styles';
import { stateBackground, stateColour } from '@slipway/plugin-portal-react';

/** Around a plan. Its lines are plain elements with classes: there may be hundreds. */
export const PlanLook = styled('div')(({ theme }) => ({
  fontSize: 14,
  overflowWrap: 'anywhere',
  '& ul': { listStyle: 'none', margin: 0, padding: 0 },
  '& code': {
    fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
    fontSize: 13,
    whiteSpace: 'pre-wrap',
    backgroundColor: 'transparent',
    color: 'inherit',
    padding: 0,
  },
  '& .resource': { borderTop: `1px solid ${theme.palette.divider}` },
  '& .fold': {
    display: 'flex',
    alignItems: 'baseline',
    flexWrap: 'wrap',
    columnGap: theme.spacing(1),
    width: '100%',
    minHeight: 32,
    padding: theme.spacing(0.5, 1),
    border: 0,
    background: 'none',
    color: 'inherit',
    font: 'inherit',
    textAlign: 'left',
    cursor: 'pointer',
    overflowWrap: 'anywhere',
  },
  '& .fold:focus-visible': {
    outline: `2px solid ${theme.palette.primary.main}`,
    outlineOffset: -2,
  },
  '& .fold:hover': { backgroundColor: theme.palette.action.hover },
  '& .fold .turn': { width: 12, flex: 'none' },
  '& .word': { fontWeight: 600, minWidth: 76 },
  '& .quiet': { color: theme.palette.text.secondary, fontSize: 13 },
  '& .module': {
    fontWeight: 600,
    borderTop: `1px solid ${theme.palette.divider}`,
  },
  '& .attributes': { padding: theme.spacing(0, 1, 1, 4) },
  '& .attributes li': { padding: theme.spacing(0.25, 0) },
  '& .path': { fontWeight: 600 },
  '& del': { textDecorationColor: theme.palette.text.secondary },
  '& ins': { textDecoration: 'none', fontWeight: 600 },
  ...Object.fromEntries(
    (
      [
        ['delete', 'degraded'],
        ['replace', 'degraded'],
        ['update', 'waiting'],
        ['forget', 'waiting'],
        ['create', 'healthy'],
        ['read', 'unknown'],
        ['no-op', 'unknown'],
      ] as const
    ).map(([change, state]) => [
      `& .word-${change}`,
      { color: stateColour(state) },
    ]),
  ),
  '& .lost': {
    backgroundColor: stateBackground('degraded'),
    borderLeft: `4px solid ${stateColour('degraded')}`,
    marginBottom: theme.spacing(2),
    padding: theme.spacing(1),
  },
  '& h4': { margin: theme.spacing(1.5, 0, 0.5), fontSize: 15 },
  '& .lost h4': { marginTop: 0 },
}));
