import { stringifyEntityRef } from '@backstage/catalog-model';
import { parseInput } from '@slipway/plugin-actions-common';
import { createActionRouter } from '@slipway/plugin-actions-node';
import {
  entityPathSchema,
  nextTimes,
  runPathSchema,
  ScheduleView,
} from '@slipway/plugin-loadtest-common';
import express from 'express';
import Router from 'express-promise-router';
import { DatabaseScheduleStore } from '../database/DatabaseScheduleStore';
import {
  ChangeScheduleRunner,
  ScheduleRunner,
} from '../schedules/createScheduleRunners';
import { ENTITY, launchRefSchema, TARGET } from './paths';
import { readerOf, RouterOptions } from './types';

const SCHEDULES = `${TARGET}/schedules`;
const SCHEDULE = '/schedules/:id';
/** Starts that are shown of each. */
const SHOWN = 3;

export interface ScheduleRouterOptions
  extends Pick<RouterOptions, 'httpAuth' | 'access'> {
  schedules: Pick<DatabaseScheduleStore, 'list'>;
  scheduleRunner: ScheduleRunner;
  changeScheduleRunner: ChangeScheduleRunner;
}

/** Schedules of load tests: read with `loadtest.read`, made and changed through actions. */
export function createScheduleRouter(
  options: ScheduleRouterOptions,
): express.Router {
  const { httpAuth, schedules, scheduleRunner, changeScheduleRunner } = options;
  const router = Router();
  const reader = readerOf(options);

  router.get(`${ENTITY}/schedules`, async (req, res) => {
    await reader(req);
    const entity = parseInput(entityPathSchema, req.params);
    const kept = await schedules.list(
      stringifyEntityRef(entity).toLocaleLowerCase('en-US'),
    );
    const now = new Date();
    const views: ScheduleView[] = kept.map(one => ({
      ...one,
      next:
        one.state === 'active'
          ? nextTimes(one.cron, now, SHOWN).map(time => time.toISOString())
          : [],
    }));
    res.json(views);
  });

  router.get(`${SCHEDULES}/access`, async (req, res) => {
    const credentials = await reader(req);
    const ref = parseInput(launchRefSchema, req.params);
    res.json(await scheduleRunner.accessTo(ref, credentials));
  });

  router.get(`${SCHEDULE}/access`, async (req, res) => {
    const credentials = await reader(req);
    const ref = parseInput(runPathSchema, req.params);
    res.json(await changeScheduleRunner.accessTo(ref, credentials));
  });

  router.use(
    createActionRouter({
      httpAuth,
      runner: scheduleRunner,
      path: SCHEDULES,
      ref: launchRefSchema,
    }),
  );
  router.use(
    createActionRouter({
      httpAuth,
      runner: changeScheduleRunner,
      path: SCHEDULE,
      ref: runPathSchema,
    }),
  );
  return router;
}
