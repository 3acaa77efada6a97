import { Route, Routes } from 'react-router-dom';
import { LaunchPage } from './Launch/LaunchPage';
import { ReportPage } from './Report/ReportPage';
import { RunPage } from './RunPage/RunPage';
import { RunsPage } from './RunsPage/RunsPage';

/** The pages below `/resilience/runs`. */
export function ResilienceRouter() {
  return (
    <Routes>
      <Route path="/" element={<RunsPage />} />
      <Route path="/launch" element={<LaunchPage />} />
      <Route path="/:id" element={<RunPage />} />
      <Route path="/:id/report" element={<ReportPage />} />
    </Routes>
  );
}
