// What a bundler does, without one: reads the sources and writes what is served.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

mkdirSync('dist', { recursive: true });
writeFileSync('dist/index.html', readFileSync('src/index.html', 'utf8').replace('%GREETING%', 'built by Node'));
