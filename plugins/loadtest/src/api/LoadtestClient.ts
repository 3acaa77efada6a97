import {
  BackendClient,
  ClientApis,
  confirmedAs,
  entityPath,
  pathOf,
} from '@slipway/plugin-portal-react';
import { LoadtestApi } from './LoadtestApi';

/** Runs that a trend is made of, as many as the backend gives at once. */
const MOST_RUNS = 100;

/** {@link LoadtestApi} over HTTP. */
export class LoadtestClient extends BackendClient implements LoadtestApi {
  constructor(apis: ClientApis) {
    super('loadtest', apis);
  }

  getSuite: LoadtestApi['getSuite'] = entityRef =>
    this.get(`${entityPath(entityRef)}/suite`);

  getLaunchAccess: LoadtestApi['getLaunchAccess'] = subject =>
    this.get(`${targetPath(subject)}/access`);

  launch: LoadtestApi['launch'] = (
    { subject, draft, seen },
    typedName,
    approvalId,
  ) =>
    this.post(`${targetPath(subject)}/actions/launch`, {
      seen,
      args: draft,
      ...confirmedAs(typedName),
      ...(approvalId !== undefined && { approvalId }),
    });

  askToLaunch: LoadtestApi['askToLaunch'] = (
    { subject, draft, seen },
    reason,
  ) =>
    this.post(`${targetPath(subject)}/actions/launch/approval`, {
      seen,
      args: draft,
      reason,
    });

  getRunning: LoadtestApi['getRunning'] = subject =>
    this.get(`${targetPath(subject)}/running`);

  getRuns: LoadtestApi['getRuns'] = entityRef =>
    this.get(
      `/runs?${new URLSearchParams({ entityRef, limit: String(MOST_RUNS) })}`,
    );

  compare: LoadtestApi['compare'] = ({ runs, from, seconds, points }) =>
    this.get(
      `/compare?${new URLSearchParams({
        runs: runs.join(','),
        from: from.join(','),
        ...(seconds === undefined ? {} : { seconds: String(seconds) }),
        points,
      })}`,
    );

  getFile: LoadtestApi['getFile'] = (id, file) =>
    this.file(`${runPath(id)}${file === 'json' ? '' : `/${file}`}`);

  getSchedules: LoadtestApi['getSchedules'] = entityRef =>
    this.get(`${entityPath(entityRef)}/schedules`);

  getNewScheduleAccess: LoadtestApi['getNewScheduleAccess'] = subject =>
    this.get(`${targetPath(subject)}/schedules/access`);

  schedule: LoadtestApi['schedule'] = ({ subject, draft, seen }) =>
    this.post(`${targetPath(subject)}/schedules/actions/schedule`, {
      seen,
      args: draft,
    });

  getScheduleAccess: LoadtestApi['getScheduleAccess'] = id =>
    this.get(pathOf`/schedules/${id}/access`);

  changeSchedule: LoadtestApi['changeSchedule'] = (id, action) =>
    this.post(pathOf`/schedules/${id}/actions/${action}`, {});

  getRunAccess: LoadtestApi['getRunAccess'] = id =>
    this.get(`${runPath(id)}/access`);

  stop: LoadtestApi['stop'] = (id, args) =>
    this.post(`${runPath(id)}/actions/stop`, {
      seen: {},
      ...(args.reason !== undefined && { args }),
    });
}

function targetPath({
  entityRef,
  offer: { target },
}: Parameters<LoadtestApi['getLaunchAccess']>[0]): string {
  const place = pathOf`/targets/${target.cluster}/${target.namespace}`;
  return `${entityPath(entityRef)}${place}`;
}

function runPath(id: string): string {
  return pathOf`/runs/${id}`;
}
