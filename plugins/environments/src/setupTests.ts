import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Bounds for what never comes, not verdicts on speed: whole pages are drawn, on machines that are busy.
jest.setTimeout(180_000);
configure({ asyncUtilTimeout: 60_000 });
