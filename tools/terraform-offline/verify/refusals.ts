/** A run of a `.tftest.hcl` that is refused, with the message that stands above it. */
export interface Refusal {
  run: string;
  message: string;
}

const BLOCK = /^(?:# refused: (.+)\n)?run "(\w+)" \{\n[\s\S]*?^\}\n/gm;
const EXPECTED = /^ *expect_failures +=[^\n]*\n/m;

/**
 * The runs of a file that are refused.
 *
 * @throws Error for a run that expects a failure and has no message above it, and the reverse
 */
export function refusalsOf(text: string): Refusal[] {
  const all: Refusal[] = [];
  for (const [block, message, run] of text.matchAll(BLOCK)) {
    if (EXPECTED.test(block) !== Boolean(message)) {
      throw new Error(
        `run "${run}": what is refused has its message above it, "# refused: …"`,
      );
    }
    if (message) all.push({ run, message });
  }
  return all;
}

/**
 * A file with one of its refused runs alone, which expects nothing: Terraform
 * then says why it fails. It ends a file at the first such run.
 */
export function alone(text: string, wanted: string): string {
  return text.replace(BLOCK, (block, _message, run) =>
    run === wanted ? block.replace(EXPECTED, '') : '',
  );
}
