// Gives the shell code of RUN in Dockerfiles to shellcheck, with every ARG and ENV set, as hadolint does. Usage: node .ci/run-lines.mjs FILE…
import fs from 'node:fs';
import { spawnSync } from 'node:child_process';

const failures = [];
let checked = 0;
for (const file of process.argv.slice(2)) {
  const instructions = fs.readFileSync(file, 'utf8').replace(/^\s*#.*\n/gm, '').replace(/\\\n\s*/g, ' ').split('\n');
  let variables = new Set();
  for (const instruction of instructions) {
    if (/^FROM /.test(instruction)) variables = new Set();
    const [, variable] = /^(?:ARG|ENV) (\w+)/.exec(instruction) ?? [];
    if (variable) variables.add(variable);
    const [, code] = /^RUN (?:--\S+ +)*(.*)$/.exec(instruction) ?? [];
    if (!code) continue;
    checked++;
    const script = ['#!/bin/sh', ...[...variables].map(name => `export ${name}=1`), code, ''].join('\n');
    const { status, stdout, stderr } = spawnSync('shellcheck', ['-'], { input: script, encoding: 'utf8' });
    if (status !== 0) failures.push(`${file}: ${code}\n${stdout}${stderr}`);
  }
}

for (const failure of failures) console.log(failure);
console.log(`${checked - failures.length} passed, ${failures.length} failed`);
if (failures.length > 0 || checked === 0) process.exitCode = 1;
