import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { lazyPage } from '@slipway/plugin-portal-react';
import { Route, Routes } from 'react-router-dom';
import { RolloutsPage } from './RolloutsPage/RolloutsPage';

const RolloutPage = lazyPage(() =>
  import(/* webpackPrefetch: true */ './RolloutDetail/RolloutPage').then(
    m => m.RolloutPage,
  ),
);

/** The pages below `/rollouts`. */
export function RolloutsRouter() {
  return (
    <Routes>
      <Route path="/" element={<RolloutsPage />} />
      <Route path="/:cluster/:namespace/:name" element={<RolloutPage />} />
      <Route path="*" element={<NotFoundErrorPage />} />
    </Routes>
  );
}
