// Holds rendered objects against Monokle's Pod Security Standards and common practices, as a linter that others run.
// Usage: node .ci/monokle.mjs MODULES FILE…   (MODULES: the node_modules folder with the packages)
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, ...files] = process.argv.slice(2);
const load = file => import(pathToFileURL(path.resolve(modules, file)));
const { createDefaultMonokleValidator } = await load('@monokle/validation/lib/node.js');
const { default: yaml } = await load('yaml/dist/index.js');

// As the README of the files says: a companion's image is another's and may write beside itself, and code may take secrets from variables.
const companions = /^(ollama|document-renderer-)/;
const isMeant = (rule, name) => rule === 'KBP112' || (rule === 'KBP102' && companions.test(name));

const validator = createDefaultMonokleValidator();
const plugins = { 'pod-security-standards': true, practices: true, 'kubernetes-schema': false, 'yaml-syntax': false, 'resource-links': false };
await validator.preload({ plugins });
// The stricter half of each is off unless it is asked for.
const rules = Object.keys(plugins)
  .filter(plugin => plugins[plugin])
  .flatMap(plugin => validator.rules[plugin].map(rule => [`${plugin}/${rule.name}`, 'err']));
await validator.preload({ plugins, rules: Object.fromEntries(rules) });

const failures = [];
let checked = 0;
for (const file of files) {
  const resources = yaml
    .parseAllDocuments(fs.readFileSync(file, 'utf8'))
    .map(document => ({ content: document.toJS(), text: document.toString() }))
    .filter(({ content }) => content?.kind)
    .map(({ content, text }, index) => ({
      id: `${file}#${index}`,
      fileId: file,
      filePath: file,
      fileOffset: 0,
      name: content.metadata.name,
      namespace: content.metadata.namespace,
      apiVersion: content.apiVersion,
      kind: content.kind,
      content,
      text,
    }));
  checked += resources.length;
  const { runs } = await validator.validate({ resources });
  for (const { ruleId, message, locations } of runs.flatMap(run => run.results)) {
    const name = locations[1]?.logicalLocations?.[0]?.fullyQualifiedName ?? '';
    if (!isMeant(ruleId, name)) failures.push(`${name || file}: ${ruleId}: ${message.text}`);
  }
  await validator.clear();
}

for (const failure of failures) console.log(failure);
console.log(`${checked - failures.length} passed, ${failures.length} failed`);
if (failures.length > 0 || checked === 0) process.exitCode = 1;
