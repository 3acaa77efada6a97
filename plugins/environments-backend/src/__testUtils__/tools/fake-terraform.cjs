#!/usr/bin/env node
'use strict';
/* Stands in for terraform in tests of the runner: one resource, a state as a file, a lock beside it. */
const fs = require('node:fs');
const path = require('node:path');

const [command, ...args] = process.argv.slice(2);
const option = name =>
  (args.find(arg => arg.startsWith(`${name}=`)) || '').slice(name.length + 1);
const say = message =>
  process.stdout.write(
    `${JSON.stringify({ '@level': 'info', '@message': message })}\n`,
  );
const statePath = () =>
  JSON.parse(
    /path = (.*)/.exec(fs.readFileSync('slipway.tfbackend', 'utf8'))[1],
  );
const lockPath = () =>
  path.join(path.dirname(statePath()), '.terraform.tfstate.lock.info');
const readState = () =>
  fs.existsSync(statePath())
    ? JSON.parse(fs.readFileSync(statePath(), 'utf8'))
    : undefined;

function withLock(work) {
  fs.mkdirSync(path.dirname(statePath()), { recursive: true });
  if (fs.existsSync(lockPath())) {
    say('Error: Error acquiring the state lock');
    process.exit(1);
  }
  fs.writeFileSync(
    lockPath(),
    JSON.stringify({
      ID: `lock-${process.pid}`,
      Operation: 'OperationTypeApply',
      Who: 'tester@here',
      Created: new Date().toISOString(),
    }),
  );
  const end = code => {
    fs.rmSync(lockPath(), { force: true });
    process.exit(code);
  };
  process.on('SIGINT', () => {
    say('Interrupt received.');
    end(1);
  });
  const wait = Number(process.env[`FAKE_${command.toUpperCase()}_MS`] || 0);
  setTimeout(() => end(work()), wait);
}

switch (command) {
  case 'init':
    break;
  case 'plan':
    say(`env ${Object.keys(process.env).sort().join(',')}`);
    if (process.env.FAKE_SAY) {
      const half = process.env.FAKE_SAY.length / 2;
      process.stderr.write(`says ${process.env.FAKE_SAY.slice(0, half)}`);
      process.stderr.write(`${process.env.FAKE_SAY.slice(half)} aloud\n`);
    }
    withLock(() => {
      if (process.env.FAKE_FAIL) {
        say(`Error: ${process.env.FAKE_FAIL}`);
        return 1;
      }
      const inputs = JSON.parse(
        fs.readFileSync('slipway.auto.tfvars.json', 'utf8'),
      );
      const destroy = args.includes('-destroy');
      const state = readState();
      const before = (state && state.resources.length && state.inputs) || null;
      const after = destroy ? null : inputs;
      const verb = after ? 'update' : 'delete';
      const actions = [before ? verb : 'create'];
      fs.writeFileSync(
        option('-out'),
        JSON.stringify({
          serial: state ? state.serial : 0,
          after,
          json: {
            format_version: '1.2',
            resource_changes:
              before || after
                ? [
                    {
                      address: 'fake_environment.this',
                      type: 'fake_environment',
                      change: {
                        actions,
                        before,
                        after: after && {
                          ...after,
                          secret: 'sensitive-of-plan',
                        },
                        after_sensitive: { secret: true },
                      },
                    },
                  ]
                : [],
          },
        }),
      );
      return 2;
    });
    break;
  case 'show':
    process.stdout.write(
      JSON.stringify(JSON.parse(fs.readFileSync(args[1], 'utf8')).json),
    );
    break;
  case 'apply':
    withLock(() => {
      const plan = JSON.parse(fs.readFileSync(args[args.length - 1], 'utf8'));
      const state = readState();
      if ((state ? state.serial : 0) !== plan.serial) {
        say('Error: Saved plan is stale');
        return 1;
      }
      say('sensitive-of-plan was written');
      fs.writeFileSync(
        statePath(),
        JSON.stringify({
          serial: plan.serial + 1,
          lineage: 'fake',
          inputs: plan.after,
          resources: plan.after ? [{ mode: 'managed', instances: [{}] }] : [],
        }),
      );
      return 0;
    });
    break;
  case 'output':
    process.stdout.write(
      JSON.stringify({ namespace: { sensitive: false, value: 'orders-try' } }),
    );
    break;
  default:
    process.exit(64);
}
