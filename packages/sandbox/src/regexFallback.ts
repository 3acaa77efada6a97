import { setFlagsFromString } from 'node:v8';

// As the portal (ADR 0080): an expression that goes back too often is matched by V8's linear engine.
setFlagsFromString(
  '--enable-experimental-regexp-engine-on-excessive-backtracks',
);
