import Box from '@mui/material/Box';
import { FreezeList } from './FreezeList';

/** All freezes over clusters and namespaces. */
export function FreezesPage() {
  return (
    <Box component="main" sx={{ px: { xs: 2, md: 3 }, py: 2 }}>
      <FreezeList />
    </Box>
  );
}
