import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { lazyPage } from '@slipway/plugin-portal-react';
import { Route, Routes } from 'react-router-dom';
import { EnvironmentsPage } from './ListPage/EnvironmentsPage';

const EnvironmentPage = lazyPage(() =>
  import(/* webpackPrefetch: true */ './EnvironmentPage/EnvironmentPage').then(
    m => m.EnvironmentPage,
  ),
);

/** The pages below `/environments`. */
export function EnvironmentsRouter() {
  return (
    <Routes>
      <Route path="/" element={<EnvironmentsPage />} />
      <Route path="/:name" element={<EnvironmentPage />} />
      <Route path="*" element={<NotFoundErrorPage />} />
    </Routes>
  );
}
