import { styled } from '@mui/material/styles';

/** The look of what stands in the cells of a rollout, once for all rows. */
export const RolloutsLook = styled('div')(({ theme }) => ({
  minWidth: 0,
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
