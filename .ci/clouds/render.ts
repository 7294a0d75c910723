// render.yaml, of which no package has types: render.com/docs/blueprint-spec.
type Service = 'web' | 'pserv' | 'worker' | 'cron' | 'keyvalue';

type Variable =
  | { key: string; value: string }
  | { key: string; sync: false }
  | { key: string; generateValue: true }
  | { key: string; fromService: { type: Service; name: string; property: 'host' | 'port' | 'hostport' | 'connectionString' } }
  | { key: string; fromService: { type: Service; name: string; envVarKey: string } }
  | { key: string; fromDatabase: { name: string; property: 'host' | 'port' | 'user' | 'password' | 'database' | 'connectionString' } }
  | { fromGroup: string };

interface Docker {
  name: string;
  runtime: 'docker';
  plan?: 'free' | 'starter' | 'standard' | 'pro' | 'pro plus' | 'pro max' | 'pro ultra';
  region?: 'oregon' | 'ohio' | 'virginia' | 'frankfurt' | 'singapore';
  branch?: string;
  dockerfilePath?: `./${string}`;
  dockerContext?: string;
  dockerCommand?: string;
  autoDeployTrigger?: 'off' | 'commit' | 'checksPass';
  envVars?: Variable[];
}

interface Server extends Docker {
  preDeployCommand?: string;
  /** At most 300. */
  maxShutdownDelaySeconds?: number;
  numInstances?: number;
  scaling?: { minInstances: number; maxInstances: number; targetCPUPercent?: number; targetMemoryPercent?: number };
  disk?: { name: string; mountPath: `/${string}`; sizeGB?: number };
}

interface Web extends Server {
  type: 'web';
  healthCheckPath?: `/${string}`;
  domains?: string[];
}

interface Hidden extends Server {
  type: 'pserv' | 'worker';
}

interface Cron extends Docker {
  type: 'cron';
  schedule: string;
}

export interface Blueprint {
  services: (Web | Hidden | Cron)[];
}
