// What `gcloud run … replace` reads.
import type { run_v1 } from 'clouds/run/build/v1';

export type Service = run_v1.Schema$Service;
export type Job = run_v1.Schema$Job;
export type WorkerPool = run_v1.Schema$WorkerPool;
