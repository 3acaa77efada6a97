import Box from '@mui/material/Box';
import { ComponentType, lazy, Suspense } from 'react';
import { SkeletonCard } from '../states/skeletons';

/**
 * A page below the router of a feature whose code comes when it is opened, so
 * that a list does not wait for the charts of a detail.
 *
 * @param load - an `import()` of the component, with `webpackPrefetch` where it is likely to be opened next
 */
export function lazyPage(load: () => Promise<ComponentType>): ComponentType {
  const Page = lazy(async () => ({ default: await load() }));
  return () => (
    <Suspense
      fallback={
        <Box sx={{ px: { xs: 2, md: 3 }, py: 2 }}>
          <SkeletonCard lines={8} label="Loading the page" />
        </Box>
      }
    >
      <Page />
    </Suspense>
  );
}
