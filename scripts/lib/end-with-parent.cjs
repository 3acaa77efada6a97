/**
 * Ends this process when the one that started it is gone, also by `kill -9`:
 * nobody else would end it, and it would hold port, databases and node_modules.
 * Loaded into every Node process that the scripts start (see children.mjs),
 * before anything else; SLIPWAY_PARENT_PID names the process to look for.
 */
const { isMainThread } = require('node:worker_threads');

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

/**
 * Ends this process when another one is gone.
 * @param {number} pid
 */
function endWith(pid) {
  // A child is given to another parent at once, so that a pid that is used again cannot deceive.
  const isChild = process.ppid === pid;
  const timer = setInterval(() => {
    if (isChild ? process.ppid === pid : exists(pid)) return;
    clearInterval(timer);
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    process.kill(process.pid, 'SIGTERM');
  }, INTERVAL_MS);
  timer.unref();
}

const parent = Number(process.env.SLIPWAY_PARENT_PID);
if (isMainThread && Number.isInteger(parent) && parent > 0) endWith(parent);

module.exports = { endWith };
