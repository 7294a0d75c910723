// What `az containerapp create --yaml` and `az containerapp job create --yaml` read: the resource as the REST API takes it.
import type { ContainerAppProperties, JobProperties, ManagedServiceIdentity } from 'clouds/arm-appcontainers/dist/commonjs/models/models';

interface Resource {
  name: string;
  identity?: ManagedServiceIdentity;
  tags?: Record<string, string>;
  /** Without it the command takes that of the environment. */
  location?: string;
}

export interface AppFile extends Resource {
  type: 'Microsoft.App/containerApps';
  properties: ContainerAppProperties;
}

export interface JobFile extends Resource {
  type: 'Microsoft.App/jobs';
  properties: JobProperties;
}
