import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { lazyPage } from '@slipway/plugin-portal-react';
import { Route, Routes } from 'react-router-dom';
import { RunsPage } from './RunsPage/RunsPage';

const ComparePage = lazyPage(() =>
  import('./ComparePage/ComparePage').then(m => m.ComparePage),
);
const LaunchPage = lazyPage(() =>
  import('./Launch/LaunchPage').then(m => m.LaunchPage),
);
const RunPage = lazyPage(() =>
  import(/* webpackPrefetch: true */ './RunPage/RunPage').then(m => m.RunPage),
);

/** The pages below `/resilience/load`. */
export function LoadRouter() {
  return (
    <Routes>
      <Route path="/" element={<RunsPage />} />
      <Route path="/launch" element={<LaunchPage />} />
      <Route path="/compare" element={<ComparePage />} />
      <Route path="/runs/:id" element={<RunPage />} />
      <Route path="*" element={<NotFoundErrorPage />} />
    </Routes>
  );
}
