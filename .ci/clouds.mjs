// Checks the files for clouds against the types that the clouds' own client libraries declare, or, where no package has any, against the types of
// .ci/clouds, by the TypeScript compiler: a field that nobody knows, a value of another type and a word that is none of those allowed are errors.
// Usage: node .ci/clouds.mjs MODULES TYPES FILE…   (MODULES: the node_modules folder with the tools; TYPES: the packages with types, one a folder)
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, types, ...files] = process.argv.slice(2).map((argument, index) => (index < 2 ? path.resolve(argument) : argument));
const load = async (...parts) => import(pathToFileURL(path.join(modules, ...parts)));
const { default: yaml } = await load('yaml/dist/index.js');
const { parse: toml } = await load('smol-toml/dist/index.js');
const own = path.resolve(import.meta.dirname, 'clouds');

// What a file of a cloud is, by the end of its name: the module that declares it, and the type.
const aws = (name, file) => path.join(types, name, 'dist-types/models', file);
const ecs = aws('client-ecs', 'models_1');
const scaling = aws('client-application-auto-scaling', 'models_0');
const kinds = {
  'aws-ecs': [
    ['task-definition.json', ecs, 'RegisterTaskDefinitionRequest'],
    ['service.json', ecs, 'CreateServiceRequest'],
    ['scaling-target.json', scaling, 'RegisterScalableTargetRequest'],
    ['scaling-policy.json', scaling, 'PutScalingPolicyRequest'],
    ['schedule.json', aws('client-scheduler', 'models_0'), 'CreateScheduleInput'],
  ],
  'azure-container-apps': [['.yaml', path.join(own, 'azure'), item => (item.type === 'Microsoft.App/jobs' ? 'JobFile' : 'AppFile')]],
  'cloud-run': [['.yaml', path.join(own, 'google'), item => item.kind]],
  fly: [['.toml', path.join(own, 'fly'), 'Configuration']],
  render: [['.yaml', path.join(own, 'render'), 'Blueprint']],
};

// Azure's types say only of a list beside them which words a string may be; Google's write a 64-bit number as JSON does, as a string.
rewrite('arm-appcontainers/dist/commonjs/models/models.d.ts', text =>
  text.replace(/^export type (\w+) = string;$/gm, (line, name) => (text.includes(`enum Known${name} {`) ? `export type ${name} = \`\${Known${name}}\`;` : line)),
);
rewrite('run/build/v1.d.ts', text => text.replace(/timeoutSeconds\?: string \|/, 'timeoutSeconds?: string | number |'));
function rewrite(name, change) {
  const file = path.join(types, name);
  fs.writeFileSync(file, change(fs.readFileSync(file, 'utf8')));
}

const work = path.join(types, 'check');
fs.rmSync(work, { recursive: true, force: true });
fs.mkdirSync(work, { recursive: true });
const names = files.map((file, index) => {
  const text = fs.readFileSync(file, 'utf8');
  const item = file.endsWith('.toml') ? toml(text) : file.endsWith('.json') ? JSON.parse(text) : yaml.parse(text);
  const [, cloud] = file.match(/\/cloud\/([^/]+)\//);
  const [, module, type] = kinds[cloud].find(([end]) => file.endsWith(end)) ?? [];
  if (!module) throw new Error(`no type for ${file}`);
  const name = `file${index}`;
  const typeName = typeof type === 'function' ? type(item) : type;
  fs.writeFileSync(path.join(work, `${name}.ts`), `import type { ${typeName} as Expected } from '${module}';\nexport const item: Expected = ${JSON.stringify(item, null, 1)};\n`);
  return name;
});
fs.writeFileSync(
  path.join(work, 'tsconfig.json'),
  JSON.stringify({
    compilerOptions: { strict: true, noEmit: true, skipLibCheck: true, module: 'esnext', moduleResolution: 'bundler', target: 'es2022', types: [], paths: { 'clouds/*': [`${types}/*`] } },
    files: names.map(name => `${name}.ts`),
  }),
);
const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(modules, 'typescript/bin/tsc'), '--project', work, '--pretty', 'false'], { encoding: 'utf8', maxBuffer: 1 << 28 });
const failed = new Set();
for (const line of stdout.split('\n')) {
  const [, index] = line.match(/file(\d+)\.ts\(/) ?? [];
  if (index !== undefined) failed.add(index);
  if (line) console.error(line.replace(/^.*file(\d+)\.ts/, (_, number) => files[number]));
}
if (stderr) console.error(stderr);
console.log(`${files.length - failed.size} passed, ${failed.size} failed`);
process.exit(status === 0 && files.length > 0 ? 0 : 1);
