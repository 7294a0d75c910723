// fly.toml, of which no package has types: fly.io/docs/reference/configuration, and names and types of github.com/superfly/flyctl, internal/appconfig.
type Duration = `${number}${'s' | 'm' | 'h'}`;
type Size = `${number}${'mb' | 'gb'}`;

interface Check {
  grace_period?: Duration;
  interval?: Duration;
  timeout?: Duration;
  method?: 'GET' | 'HEAD' | 'POST';
  path?: `/${string}`;
  protocol?: 'http' | 'https';
  tls_skip_verify?: boolean;
  tls_server_name?: string;
  headers?: Record<string, string>;
}

export interface Configuration {
  app: string;
  primary_region?: string;
  kill_signal?: 'SIGINT' | 'SIGTERM' | 'SIGQUIT' | 'SIGUSR1' | 'SIGUSR2' | 'SIGKILL' | 'SIGSTOP';
  kill_timeout?: Duration;
  swap_size_mb?: number;
  build?: { dockerfile?: string; ignorefile?: string; image?: string; args?: Record<string, string>; 'build-target'?: string };
  deploy?: {
    strategy?: 'rolling' | 'immediate' | 'canary' | 'bluegreen';
    max_unavailable?: number;
    release_command?: string;
    release_command_timeout?: Duration;
    wait_timeout?: Duration;
  };
  env?: Record<string, string>;
  processes?: Record<string, string>;
  http_service?: {
    internal_port: number;
    force_https?: boolean;
    auto_stop_machines?: 'off' | 'stop' | 'suspend';
    auto_start_machines?: boolean;
    min_machines_running?: number;
    processes?: string[];
    concurrency?: { type: 'requests' | 'connections'; soft_limit?: number; hard_limit?: number };
    http_options?: { h2_backend?: boolean };
    tls_options?: { alpn?: string[]; versions?: string[]; default_self_signed?: boolean };
    checks?: Check[];
  };
  checks?: Record<string, Check & { type: 'http' | 'tcp'; port: number; processes?: string[] }>;
  mounts?: { source: string; destination: `/${string}`; initial_size?: Size; snapshot_retention?: number; processes?: string[] }[];
  files?: ({ guest_path: `/${string}`; processes?: string[] } & ({ local_path: string } | { secret_name: string } | { raw_value: string }))[];
  restart?: { policy: 'always' | 'never' | 'on-failure'; retries?: number; processes?: string[] }[];
  vm?: { size?: string; memory?: Size; cpu_kind?: 'shared' | 'performance'; cpus?: number; processes?: string[] }[];
}
