/** ESC, and the one byte that stands for `ESC [`. */
const ESC = String.fromCharCode(27);
const CSI = String.fromCharCode(0x9b);
const BEL = String.fromCharCode(7);

/** Control sequences of terminals: CSI, OSC up to its end, and those of two characters. ECMA-48 §5.4. */
const SEQUENCES = new RegExp(
  `(?:${ESC}\\[|${CSI})[0-?]*[ -/]*[@-~]|${ESC}\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)?|${ESC}[@-Z\\\\-_]`,
  'g',
);

/** Other control characters, but line feed and tab. */
const CONTROLS = new RegExp(
  `[${String.fromCharCode(0)}-${String.fromCharCode(8)}${String.fromCharCode(
    11,
  )}-${String.fromCharCode(31)}${String.fromCharCode(127)}]`,
  'g',
);

/** The text of a log without colours and cursor movements; of a line that was written over, what was written last. */
export function plainLog(text: string): string {
  return text
    .replace(SEQUENCES, '')
    .replace(/\r\n/g, '\n')
    .replace(/[^\n]*\r(?!\n)/g, '')
    .replace(CONTROLS, '');
}
