import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * How many modules each folder holds at the very least. A tool that cannot read TypeScript reports no violation, so the
 * check has to know that something was read.
 */
const FEWEST_MODULES = { contract: 10, server: 100, simulator: 40, web: 100, e2e: 3, scripts: 5 };
const FOLDERS = [...Object.keys(FEWEST_MODULES), 'bench'];
const LARGEST_ANSWER_BYTES = 256 * 1024 * 1024;

const dependencyCruiser = join(
  import.meta.dirname,
  '../node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
);

interface Answer {
  modules: { source: string }[];
  summary: { violations: { rule: { name: string }; from: string; to: string }[] };
}

/** Breaches of `.dependency-cruiser.mjs` below `root`, as `rule: from → to`, and folders of which too little was read. */
export async function findBoundaryFaults(root: string): Promise<string[]> {
  const { modules, summary } = await cruise(root);
  const unread = Object.entries(FEWEST_MODULES).flatMap(([folder, fewest]) => {
    const read = modules.filter(({ source }) => source.startsWith(`${folder}/`)).length;
    return read >= fewest
      ? []
      : [`too-little-read: ${folder} (${read} modules, at least ${fewest} expected)`];
  });
  const breaches = summary.violations.map(({ rule, from, to }) =>
    from === to ? `${rule.name}: ${from}` : `${rule.name}: ${from} → ${to}`,
  );
  return [...unread, ...breaches];
}

async function cruise(root: string): Promise<Answer> {
  const config = join(root, '.dependency-cruiser.mjs');
  const args = [dependencyCruiser, '--config', config, '--output-type', 'json', ...FOLDERS];
  const options = { cwd: root, maxBuffer: LARGEST_ANSWER_BYTES };
  const stdout = await promisify(execFile)(process.execPath, args, options).then(
    (result) => result.stdout,
    // It ends with the number of violations as its code; only what is no answer at all is a failure.
    (error: Error & { stdout?: string; stderr?: string }) => {
      if (error.stdout?.startsWith('{')) return error.stdout;
      throw new Error(`dependency-cruiser failed: ${error.stderr || error.message}`);
    },
  );
  return JSON.parse(stdout) as Answer;
}
