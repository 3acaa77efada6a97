import { DraftProblem } from '../preview';

/** Collects problems below one place of the object. */
export interface Report {
  /** The webhook refuses it, or the controller cannot carry it out. */
  refuse(path: string, rule: string, message: string): void;
  /** It would be accepted and do something else than it says. */
  trap(path: string, rule: string, message: string): void;
  /** It is accepted, and something about it may surprise. */
  warn(path: string, rule: string, message: string): void;
  /** A report for a place below. */
  at(path: string): Report;
}

/** A report that adds to `problems`; paths are joined with a point. */
export function reportTo(problems: DraftProblem[], root: string): Report {
  const join = (path: string) => (path === '' ? root : `${root}.${path}`);
  const add =
    (origin: DraftProblem['origin'], severity: DraftProblem['severity']) =>
    (path: string, rule: string, message: string) => {
      problems.push({ path: join(path), rule, origin, severity, message });
    };
  return {
    refuse: add('controller', 'refused'),
    trap: add('trap', 'refused'),
    warn: add('trap', 'warning'),
    at: path => reportTo(problems, join(path)),
  };
}
