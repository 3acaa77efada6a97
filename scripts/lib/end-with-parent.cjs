/**
 * Ends this process when the one that started it is gone, also by `kill -9`:
 * nobody else would end it, and it would hold port, databases and node_modules.
 * Loaded into every Node process that the scripts start (see children.mjs),
 * before anything else; SLIPWAY_PARENT_PID names the process to look for. With
 * SLIPWAY_PARENT_GUARD=thread a thread of its own ends the process also when
 * its main thread is busy and hears no signal.
 */
const { isMainThread, Worker, workerData } = require('node:worker_threads');

/** How often is looked, ms. */
const INTERVAL_MS = 500;
/** How long the process may take to end when it is asked to, ms. */
const GRACE_MS = 5_000;

function exists(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process is there as well.
    return error.code === 'EPERM';
  }
}

/** Calls back once, when another process is gone. */
function whenGone(pid, gone) {
  // A child is given to another parent at once, so that a pid that is used again cannot deceive.
  const isChild = process.ppid === pid;
  const timer = setInterval(() => {
    if (isChild ? process.ppid === pid : exists(pid)) return;
    clearInterval(timer);
    gone();
  }, INTERVAL_MS);
  return timer;
}

/**
 * Ends this process when another one is gone.
 * @param {number} pid
 */
function endWith(pid) {
  whenGone(pid, () => {
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    process.kill(process.pid, 'SIGTERM');
  }).unref();
}

const guarded = workerData?.slipwayGuardOf;
const parent = Number(process.env.SLIPWAY_PARENT_PID);
if (guarded !== undefined) {
  whenGone(guarded, () =>
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS + 1_000),
  );
} else if (isMainThread && Number.isInteger(parent) && parent > 0) {
  endWith(parent);
  if (process.env.SLIPWAY_PARENT_GUARD === 'thread') {
    const guard = new Worker(__filename, {
      workerData: { slipwayGuardOf: parent },
      execArgv: [],
      env: {},
    });
    guard.on('error', () => {});
    guard.unref();
  }
  // What this process starts ends with it.
  process.env.SLIPWAY_PARENT_PID = String(process.pid);
  delete process.env.SLIPWAY_PARENT_GUARD;
}

module.exports = { endWith };
