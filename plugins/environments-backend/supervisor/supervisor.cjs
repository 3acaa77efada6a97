'use strict';
/*
 * Runs the commands of one job, one after the other, and writes down how they
 * ended. A process of its own, so that a portal that is killed does not kill
 * what Terraform has in hand. The order comes in on stdin, because it holds
 * secrets: they are in no file and on no command line.
 *
 * Files of the folder of the job: `supervisor.json` and `tool.json` (who runs:
 * pid and start time), `log` (masked before it is written), `exit.json`
 * (written at once as a whole, last), `cancel` (made by the portal).
 */
const { spawn, execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const HIDDEN = '***';
const LONGEST_LINE = 64 * 1024;

/** Written to another file first: nobody reads a half of it. */
function writeWhole(file, value) {
  const half = `${file}.half`;
  fs.writeFileSync(half, JSON.stringify(value), { mode: 0o600 });
  fs.renameSync(half, file);
}

/** The same rule as `startTimeOf` of the portal. */
function startTimeOf(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    try {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)])
        .toString()
        .trim();
    } catch {
      return '';
    }
  }
}

const proofOf = pid => ({ pid, startTime: startTimeOf(pid) });

/** What a line of `-json` says to a user; other lines as they are. */
function readable(line) {
  if (!line.startsWith('{"@')) return line;
  try {
    const said = JSON.parse(line);
    const detail = said.diagnostic && said.diagnostic.detail;
    return [said['@message'], ...(detail ? [detail] : [])].join('\n');
  } catch {
    return line;
  }
}

/** Masks by whole lines, so that a secret which is split over two chunks is found. */
function masker(forms, write) {
  const mask = text =>
    forms.reduce((masked, form) => masked.split(form).join(HIDDEN), text);
  let held = '';
  return {
    push(chunk) {
      held += chunk;
      const lines = held.split('\n');
      held = lines.pop();
      for (const line of lines) write(`${mask(readable(line))}\n`);
      if (held.length > LONGEST_LINE) {
        const keep = Math.max(1024, forms[0] ? forms[0].length : 0);
        const masked = mask(held);
        write(masked.slice(0, -keep));
        held = masked.slice(-keep);
      }
    },
    end() {
      if (held) write(`${mask(readable(held))}\n`);
      held = '';
    },
  };
}

function runCommand(command, { env, folder, forms, log, deadline }) {
  return new Promise(resolve => {
    const out = command.stdoutTo
      ? fs.openSync(path.join(folder, command.stdoutTo), 'w', 0o600)
      : 'pipe';
    const child = spawn(command.file, command.args, {
      cwd: command.cwd,
      env,
      stdio: ['ignore', out, 'pipe'],
    });
    let timer;
    child.on('error', error => {
      log(`${command.name} could not be started: ${error.code}\n`);
      resolve({ exitCode: 127 });
    });
    child.on('spawn', () => {
      writeWhole(path.join(folder, 'tool.json'), proofOf(child.pid));
      const left = Math.max(1, deadline - Date.now());
      timer = setTimeout(() => {
        log('It took longer than it may, and was interrupted.\n');
        child.kill('SIGINT');
      }, left);
    });
    const streams = [child.stdout, child.stderr].filter(Boolean);
    for (const stream of streams) {
      const lines = masker(forms, log);
      stream.setEncoding('utf8');
      stream.on('data', chunk => lines.push(chunk));
      stream.on('end', () => lines.end());
    }
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (signal) log(`It was ended by ${signal}.\n`);
      resolve({ exitCode: code === null ? 130 : code, signal });
    });
  });
}

async function main() {
  const order = JSON.parse(fs.readFileSync(0, 'utf8'));
  const { folder, commands, env, forms, timeoutSeconds } = order;
  // Fails where the portal gave this job up meanwhile: then nothing is run.
  writeWhole(path.join(folder, 'supervisor.json'), proofOf(process.pid));
  const log = text =>
    fs.appendFileSync(path.join(folder, 'log'), text, { mode: 0o600 });
  const deadline = Date.now() + timeoutSeconds * 1000;
  let last = { exitCode: 0 };
  for (const command of commands) {
    if (fs.existsSync(path.join(folder, 'cancel'))) {
      last = { exitCode: 130 };
      break;
    }
    log(`$ ${command.name}\n`);
    const ended = await runCommand(command, {
      env,
      folder,
      forms,
      log,
      deadline,
    });
    if (!command.ok.includes(ended.exitCode)) {
      last = ended;
      break;
    }
    // Of a plan: 2 says that there are changes, whatever `show` answers then.
    if (ended.exitCode !== 0) last = ended;
  }
  writeWhole(path.join(folder, 'exit.json'), {
    ...last,
    endedAt: new Date().toISOString(),
  });
}

main().catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
