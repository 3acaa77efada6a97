import { Route, Routes } from 'react-router-dom';
import { ComparePage } from './ComparePage/ComparePage';
import { LaunchPage } from './Launch/LaunchPage';
import { RunPage } from './RunPage/RunPage';
import { RunsPage } from './RunsPage/RunsPage';

/** The pages below `/resilience/load`. */
export function LoadRouter() {
  return (
    <Routes>
      <Route path="/" element={<RunsPage />} />
      <Route path="/launch" element={<LaunchPage />} />
      <Route path="/compare" element={<ComparePage />} />
      <Route path="/runs/:id" element={<RunPage />} />
    </Routes>
  );
}
