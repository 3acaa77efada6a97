import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Whole pages are drawn; on a busy machine that takes longer than the defaults allow.
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 15_000 });
