import ExpandMoreIcon from '@mui/icons-material/ExpandMore';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import Paper from '@mui/material/Paper';
import { ReactNode, useId, useState } from 'react';

/** A part of the page with a title that folds it. What is folded is not drawn. */
export function Section(props: {
  title: string;
  /** Shown after the title. */
  count?: number;
  startOpen?: boolean;
  children: ReactNode;
}) {
  const { title, count, startOpen = true, children } = props;
  const [open, setOpen] = useState(startOpen);
  const id = useId();
  return (
    <Paper variant="outlined" component="section" sx={{ mb: 2 }}>
      <Box component="h3" sx={{ m: 0 }}>
        <ButtonBase
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
          sx={{
            width: '100%',
            justifyContent: 'flex-start',
            gap: 1,
            px: 2,
            py: 1.25,
            fontSize: 15,
            fontWeight: 600,
          }}
        >
          <ExpandMoreIcon
            fontSize="small"
            aria-hidden
            sx={{ transform: open ? undefined : 'rotate(-90deg)' }}
          />
          {title}
          {count !== undefined && (
            <Box
              component="span"
              sx={{ color: 'text.secondary', fontWeight: 400 }}
            >
              {count}
            </Box>
          )}
        </ButtonBase>
      </Box>
      <Box id={id} sx={{ px: 2, pb: open ? 2 : 0 }}>
        {open && children}
      </Box>
    </Paper>
  );
}
