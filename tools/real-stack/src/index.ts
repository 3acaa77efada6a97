/**
 * A real control plane, Argo Rollouts and Prometheus on loopback.
 *
 * @packageDocumentation
 */
export { binaries, build, haveGo, isBuilt } from './build/build.ts';
export type { Binaries, Say } from './build/build.ts';
export { findGo, go, goVersionOf } from './build/go.ts';
export { ExplainedError } from './errors.ts';
export { down } from './instance/down.ts';
export { withLock } from './instance/lock.ts';
export { up } from './instance/up.ts';
export type { UpOptions } from './instance/up.ts';
export { instanceReport, listReports } from './commands/report.ts';
export type { InstanceReport } from './commands/report.ts';
export { resetServices } from './commands/resetServices.ts';
export { repoRoot } from './repoRoot.ts';
