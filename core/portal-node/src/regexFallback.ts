import { setFlagsFromString } from 'node:v8';

// V8's engine for regular expressions goes back and tries again, for some texts without end. After 50,000 steps back it
// changes to its linear engine now, wherever the expression comes from: a user, a cluster, or a library (ADR 0080).
setFlagsFromString(
  '--enable-experimental-regexp-engine-on-excessive-backtracks',
);
