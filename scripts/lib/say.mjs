/** Plain words to the terminal: what is done, how long it took, and why something failed. */

// The terminal may be closed and the reader of a pipe may end: what is started continues without them.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => {});
}

const started = Date.now();

/** Seconds since the script began, one decimal. */
export function elapsed(since = started) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

/** One line about what happens now. */
export function say(text) {
  console.log(text);
}

/**
 * Runs one named step and says how long it took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const began = Date.now();
  const live = process.stdout.isTTY;
  let timer;
  if (live) {
    process.stdout.write(`  … ${title}`);
    timer = setInterval(
      () => process.stdout.write(`\r  … ${title} (${elapsed(began)})`),
      1000,
    );
  } else {
    console.log(`  … ${title}`);
  }
  try {
    const result = await work();
    const note = `  ✓ ${title} (${elapsed(began)})`;
    if (live) process.stdout.write(`\r${note}\u001b[K\n`);
    else console.log(note);
    return result;
  } catch (error) {
    if (live) process.stdout.write('\n');
    console.log(`  ✗ ${title} (${elapsed(began)})`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** A failure with one sentence for the reader and the remedy for it. */
export class Failure extends Error {
  /**
   * @param {string} sentence what failed
   * @param {string} remedy what to do about it
   * @param {string} [detail] last lines of output, a path to a log
   */
  constructor(sentence, remedy, detail) {
    super(sentence);
    this.remedy = remedy;
    this.detail = detail;
  }
}

/** A failure in words: what it said last, what failed, and what to do. */
export function sentences(error) {
  return error instanceof Failure
    ? [
        error.detail?.trimEnd(),
        `✗ ${error.message}`,
        error.remedy && `→ ${error.remedy}`,
      ]
        .filter(Boolean)
        .join('\n')
    : `✗ ${error?.stack ?? error}`;
}

/** Prints a failure for users and ends the process with code 1. */
export function giveUp(error) {
  if (error instanceof Failure) {
    if (error.detail) console.error(`\n${error.detail.trimEnd()}`);
    console.error(`\n${error.message}\n→ ${error.remedy}`);
  } else if (['ENOSPC', 'EDQUOT'].includes(error?.code)) {
    console.error(`\nThe disk is full: ${error.message}`);
    console.error('→ Free space on it and run the same command again.');
  } else {
    console.error(`\nThis was not foreseen: ${error?.stack ?? error}`);
    console.error(
      '→ Run the same command again; it continues where it stopped.',
    );
  }
  process.exit(1);
}
