// Checks the objects of YAML streams against the schemas of Kubernetes and of the operators whose resources we emit, and queries of alerts
// and dashboards against PromQL's grammar. Usage: node .ci/schemas.mjs MODULES FILE…   (MODULES: the node_modules folder with the packages)
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, ...files] = process.argv.slice(2);
const load = async (...parts) => {
  const file = ['index.mjs', 'index.js', 'dist/index.js'].map(name => path.resolve(modules, ...parts, name)).find(name => fs.existsSync(name));
  if (!file) throw new Error(`no schemas in ${parts.join('/')}`);
  return import(pathToFileURL(file));
};
const { default: yaml } = await load('yaml');
const { parser } = await import(pathToFileURL(path.resolve(modules, '@prometheus-io/lezer-promql/dist/index.es.js')));

// Where a group's schemas are; the package of External Secrets has not got v1 yet, whose ExternalSecret has the same fields.
const packages = {
  'gateway.networking.k8s.io': item => ['@kubernetes-models/gateway-api', item.apiVersion],
  'external-secrets.io': () => ['@kubernetes-models/external-secrets', 'external-secrets.io/v1beta1'],
  'monitoring.coreos.com': item => ['@kubernetes-models/prometheus-operator', item.apiVersion],
};
// The CSI driver's schema is in no package.
const unknown = new Set(['secrets-store.csi.x-k8s.io/v1']);
const failures = [];
let checked = 0;

async function attempt(what, check) {
  checked++;
  try {
    await check();
  } catch (error) {
    failures.push(`${what}: ${error.message}`);
  }
}

async function validate(item) {
  if (unknown.has(item.apiVersion)) return;
  const [name, version] = packages[item.apiVersion.split('/')[0]]?.(item) ?? ['kubernetes-models', item.apiVersion];
  const Model = (await load(name, version))[item.kind];
  if (!Model) throw new Error(`no schema for ${item.apiVersion} ${item.kind}`);
  new Model({ ...item, apiVersion: version }).validate();
}

function query(text) {
  parser.parse(text).iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`no PromQL at ${node.from}: ${text}`);
    },
  });
}

for (const file of files) {
  const text = fs.readFileSync(file, 'utf8');
  const name = path.basename(file);
  if (file.endsWith('.json')) {
    for (const target of JSON.parse(text).panels.flatMap(panel => panel.targets ?? [])) {
      await attempt(name, () => query(target.expr.replaceAll('$__rate_interval', '5m')));
    }
    continue;
  }
  for (const item of yaml.parseAllDocuments(text).map(document => document.toJS()).filter(Boolean)) {
    await attempt(`${name} ${item.kind} ${item.metadata?.name}`, () => validate(item));
    for (const rule of item.kind === 'PrometheusRule' ? item.spec.groups.flatMap(group => group.rules) : []) {
      await attempt(`${name} ${rule.alert}`, () => query(rule.expr));
    }
  }
}

for (const failure of failures) console.error(failure);
console.log(`${checked - failures.length} passed, ${failures.length} failed`);
process.exit(failures.length === 0 && checked > 0 ? 0 : 1);
