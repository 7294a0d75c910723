using System.Collections.Immutable;
using static Deployability.Model.Profile;
using static Deployability.Model.RuleSeverity;

namespace Deployability.Model;

/// <summary>Every rule in one table. Descriptors, gate, profiles, README, SARIF and report derive from it.</summary>
/// <remarks>Within a weight of 10 a rule says how much of its area is lost by one finding: 8 to 10 leaks or cannot work, 4 to 7 breaks later, below is advice.</remarks>
public static class RuleCatalogue
{
    /// <summary>All rules that are reported, in order of their ids.</summary>
    public static ImmutableArray<Rule> All { get; } =
    [
        // 1xxx Configuration
        new(
            "DPL1001",
            "Service URL is hardcoded",
            Warning,
            Recommended,
            Weight: 5,
            Message: "'{0}' is fixed in the code, so every environment calls the same host; read it from configuration, for example '{1}'",
            Effect: "Every environment calls the same host: staging writes to production, and moving a service needs a new build.",
            Remedy: "Read the address from configuration and set it for each environment."
        ),
        new(
            "DPL1002",
            "Service URL points at this machine",
            Warning,
            Minimal,
            Weight: 8,
            Message: "'{0}' {2}, for example '{1}'",
            Effect: "The address means the container itself, so every call is refused from the first request on.",
            Remedy: "Read the address from configuration; give a loopback address in the Development settings only."
        ),
        new(
            "DPL1003",
            "Server listens on a fixed or loopback address",
            Warning,
            Minimal,
            Weight: 8,
            Message: "The server listens on '{0}', {1}",
            Effect: "Nothing outside the container can connect: probes fail and the Service has no endpoint that answers.",
            Remedy: "Leave the address to ASPNETCORE_HTTP_PORTS, or listen on every address."
        ),
        new(
            "DPL1004",
            "Connection string is hardcoded",
            Warning,
            Recommended,
            Weight: 6,
            Message: "The connection to '{0}'{2} {3} '{1}'",
            Effect: "All environments share one database, or the deployed one finds none.",
            Remedy: "Read the connection string from configuration and provide it as a secret."
        ),
        new(
            "DPL1005",
            "Path of one machine",
            Warning,
            Recommended,
            Weight: 6,
            Message: "'{0}' exists on the machine that this was written on but not in a container; read the path from configuration, for example '{1}'",
            Effect: "The path does not exist in the container, so reads fail and writes end in a directory that nobody knows.",
            Remedy: "Read the path from configuration and mount a volume there."
        ),
        new(
            "DPL1006",
            "IP address is hardcoded",
            Warning,
            Recommended,
            Weight: 4,
            Message: "'{0}' is fixed in the code and changes with every environment and every re-created machine; read a host name from configuration",
            Effect: "The address changes when a machine is made anew or another environment is used, and calls then go nowhere or to a stranger.",
            Remedy: "Read a host name from configuration."
        ),
        new(
            "DPL1007",
            "API address is hardcoded in the front end",
            Warning,
            Recommended,
            Weight: 6,
            Message: "'{0}' {1}; {2}",
            Effect: "Browsers call a host that is wrong in every environment but one, or the visitor's own machine, so the pages load and show nothing.",
            Remedy: "Use paths of the same origin, a config.js that the server writes at run time, or a build-time variable without a fallback."
        ),
        new(
            "DPL1008",
            "Value of one machine in configuration that ships",
            Warning,
            Recommended,
            Weight: 6,
            Message: "'{0}' in '{1}' {2}, but {3}; leave the value to each environment, for example as the variable {4}, and keep yours in appsettings.Development.json",
            Effect: "The deployed app calls itself, a host of another network or a path that is not there, until somebody finds the setting that nobody set.",
            Remedy: "Leave the value out of what ships and set it for each environment; keep a developer's value in appsettings.Development.json."
        ),
        // 2xxx Security
        new(
            "DPL2001",
            "Secret in code",
            Warning,
            Minimal,
            Weight: 10,
            Message: "{0} {2} it from configuration, for example '{1}'",
            Effect: "Whoever can read the repository, a build or an image layer can use the secret, and replacing it takes a release.",
            Remedy: "Revoke it, then read it from configuration that a secret store fills.",
            IsAboutSecrets: true
        ),
        new(
            "DPL2002",
            "Secret in a configuration file",
            Warning,
            Minimal,
            Weight: 10,
            Message: "{0} in '{1}' {3} it at run time, for example by the environment variable {2}",
            Effect: "The secret is part of the repository and of every image, shared by all environments.",
            Remedy: "Revoke it, remove it from the file, and provide it at run time by an environment variable or a secret store.",
            IsAboutSecrets: true
        ),
        new(
            "DPL2003",
            "Secret in an image or manifest",
            Warning,
            Minimal,
            Weight: 10,
            Message: "{0} in '{1}' {2} and {3}",
            Effect: "The secret is part of the repository, and of every image or release that is made from it.",
            Remedy: "Revoke it, and refer to a Secret of the cluster, a mounted file or a variable that the operator sets.",
            IsAboutSecrets: true
        ),
        new(
            "DPL2101",
            "CORS accepts every origin",
            Warning,
            Minimal,
            Weight: 7,
            Message: "{0} lets every web site call this API from its visitors' browsers; list the origins of each environment in configuration, for "
                + "example {1}",
            Effect: "Every web site can call this API from the browsers of its visitors and read the answers.",
            Remedy: "List the origins of each environment in configuration."
        ),
        new(
            "DPL2102",
            "CORS accepts every origin together with credentials",
            Error,
            Minimal,
            Weight: 10,
            Message: "{0} together with credentials lets every web site act as the signed-in user; list the origins of each environment in configuration, "
                + "for example {1}",
            Effect: "Every web site acts as the user who is signed in: it reads and changes that user's data.",
            Remedy: "List the origins of each environment in configuration; credentials need named origins."
        ),
        new(
            "DPL2103",
            "CORS accepts any method or header",
            Suggestion,
            Strict,
            Weight: 1,
            Message: "{0} accepts more than the front end needs; name what it uses",
            Effect: "A foreign page whose origin is accepted may send more kinds of requests than the front end needs.",
            Remedy: "Name the methods and headers that the front end uses."
        ),
        new(
            "DPL2201",
            "Developer error page outside Development",
            Warning,
            Minimal,
            Weight: 7,
            Message: "{0} runs in Production too and shows source, settings and stack traces to whoever causes an error; call it only in Development",
            Effect: "Whoever causes an error sees source code, settings and stack traces.",
            Remedy: "Call it in Development only."
        ),
        new(
            "DPL2202",
            "Detailed errors or sensitive logging outside Development",
            Warning,
            Recommended,
            Weight: 5,
            Message: "{0} is on in Production too and gives internals or user data to clients or logs; turn it on only in Development",
            Effect: "Internals or user data go to clients or into logs that many people read.",
            Remedy: "Turn it on in Development only."
        ),
        new(
            "DPL2203",
            "Development environment is baked in",
            Warning,
            Minimal,
            Weight: 8,
            Message: "{0} wherever it is deployed; {1}",
            Effect: "The deployed app runs with development settings: error pages, local addresses, no HSTS.",
            Remedy: "Leave the environment to ASPNETCORE_ENVIRONMENT of each deployment."
        ),
        new(
            "DPL2204",
            "API explorer outside Development",
            Suggestion,
            Recommended,
            Weight: 2,
            Message: "{0} shows the whole API, and lets whoever finds it try it out, in Production too; call it only in Development, or require "
                + "authorization",
            Effect: "Anybody finds every endpoint of the API and can try it out.",
            Remedy: "Map it in Development only, or require authorization."
        ),
        new(
            "DPL2205",
            "Debug server or debug build is shipped",
            Warning,
            Recommended,
            Weight: 6,
            Message: "{0} {1}",
            Effect: "The container runs a build without optimisation, or waits for a debugger that never comes.",
            Remedy: "Publish the Release configuration and start the published assembly."
        ),
        new(
            "DPL2206",
            "Trace or Debug is logged in production",
            Warning,
            Recommended,
            Weight: 3,
            Message: "{0} logs what is meant for developers in Production too: it costs time and storage and often holds user data; log from Information "
                + "on and raise it by configuration when you need more",
            Effect: "Logs cost storage and time, and often hold user data that was meant for a developer's eyes.",
            Remedy: "Log from Information on, and raise the level by configuration when you need more."
        ),
        new(
            "DPL2301",
            "Server certificate validation is disabled",
            Warning,
            Recommended,
            Weight: 8,
            Message: "{0} {1}",
            Effect: "Whoever stands between this app and the other side can read and change what they exchange.",
            Remedy: "Validate certificates, and trust a private authority in the image where there is one."
        ),
        new(
            "DPL2302",
            "Forwarded headers are not handled",
            Warning,
            Recommended,
            Weight: 5,
            Message: "{0} needs the scheme of the request, but behind an ingress that ends TLS every request looks like plain HTTP: {1}; call "
                + "UseForwardedHeaders() first and accept X-Forwarded-Proto",
            Effect: "Behind an ingress that ends TLS the app takes requests for plain HTTP: sign-in links are wrong, or redirects never end.",
            Remedy: "Call UseForwardedHeaders() first and accept X-Forwarded-Proto."
        ),
        new(
            "DPL2303",
            "No HSTS or security headers",
            Suggestion,
            Strict,
            Weight: 2,
            Message: "This app serves pages but sends {0}, so browsers are left at their most lenient; {1}",
            Effect: "Browsers stay at their most lenient: pages can be framed, content types guessed, plain HTTP retried.",
            Remedy: "Call UseHsts() and set the headers in a middleware in front of the endpoints."
        ),
        new(
            "DPL2304",
            "No rate limiting on a public API",
            Suggestion,
            Strict,
            Weight: 2,
            Message: "Anybody may call '{0}' as often as they like, so one client can use up every replica; call UseRateLimiter() with a policy, or limit "
                + "in the gateway",
            Effect: "One client can use up every replica.",
            Remedy: "Call UseRateLimiter() with a policy, or limit in the gateway."
        ),
        new(
            "DPL2305",
            "Endpoint without authentication",
            Suggestion,
            Strict,
            Weight: 3,
            Message: "'{0}' answers anybody who reaches the app{1}; require authorization, or say AllowAnonymous where that is meant",
            Effect: "Whoever reaches the app can call the endpoint.",
            Remedy: "Require authorization, or say AllowAnonymous where that is meant."
        ),
        new(
            "DPL2306",
            "App answers under any host name",
            Suggestion,
            Recommended,
            Weight: 2,
            Message: "AllowedHosts \"*\" in '{0}' lets requests name any host, which ends up in links, redirects and caches; name the hosts of each environment, "
                + "for example by the variable AllowedHosts",
            Effect: "A forged Host header ends up in links of e-mails, in redirects and in shared caches.",
            Remedy: "Name the hosts of each environment in AllowedHosts."
        ),
        // 3xxx Health and lifecycle
        new(
            "DPL3001",
            "No health endpoint",
            Warning,
            Minimal,
            Weight: 8,
            Message: "This web app maps no health endpoint{0}, so an orchestrator cannot tell whether it is alive or ready and sends it traffic too early; {1}",
            Effect: "The orchestrator cannot tell whether the app is alive or ready: it sends traffic too early and keeps instances that hang.",
            Remedy: "Map /healthz/live and /healthz/ready."
        ),
        new(
            "DPL3002",
            "Health checks are registered but never mapped",
            Warning,
            Minimal,
            Weight: 8,
            Message: "Health checks are registered here but no endpoint runs them, so probes have nothing to ask; {0}",
            Effect: "Checks exist but nothing can ask for their result, so probes have no endpoint.",
            Remedy: "Map /healthz/live and /healthz/ready."
        ),
        new(
            "DPL3003",
            "Probes cannot reach the health endpoint",
            Warning,
            Minimal,
            Weight: 8,
            Message: "Health endpoint '{0}' {1}, so the probe of an orchestrator fails and the app is restarted or never gets traffic; {2}",
            Effect: "Probes are refused, so instances are restarted or never get traffic.",
            Remedy: "Let probes reach one health endpoint without sign-in, host or HTTPS."
        ),
        new(
            "DPL3004",
            "Liveness would depend on other services",
            Suggestion,
            Recommended,
            Weight: 3,
            Message: "Health endpoint '{0}' runs the check '{1}', so as a liveness probe it restarts healthy instances when that dependency fails; map a "
                + "liveness endpoint that runs no checks",
            Effect: "When a dependency fails, all instances are restarted although they are healthy, which makes the outage longer.",
            Remedy: "Map a liveness endpoint that runs no checks."
        ),
        new(
            "DPL3101",
            "Background service ignores its stopping token",
            Warning,
            Recommended,
            Weight: 4,
            Message: "{0} does not observe '{1}', so {2}; {3}",
            Effect: "The service holds up each deployment, or is killed in the middle of its work.",
            Remedy: "Pass the stopping token on, and end the loop when it is cancelled."
        ),
        new(
            "DPL3102",
            "Interactive or process-killing call in a server",
            Warning,
            Recommended,
            Weight: 5,
            Message: "{0} {1}",
            Effect: "The process waits for a keyboard that is not there, or ends without finishing its requests.",
            Remedy: "Throw, or stop the host through IHostApplicationLifetime."
        ),
        new(
            "DPL3103",
            "Database is created or migrated at start-up",
            Suggestion,
            Recommended,
            Weight: 3,
            Message: "{0}() runs whenever {1}",
            Effect: "Instances that start together race for the schema, and each needs the right to change it.",
            Remedy: "Migrate once per deployment, for example as a job."
        ),
        new(
            "DPL3104",
            "HTTP client without resilience handler",
            Warning,
            Strict,
            Weight: 2,
            Message: "{0} has no retry, circuit breaker or short timeout, so one slow service exhausts this one; add AddStandardResilienceHandler()",
            Effect: "One slow service uses up the threads and connections of this one.",
            Remedy: "Add AddStandardResilienceHandler() to the client."
        ),
        // 4xxx State
        new(
            "DPL4001",
            "In-memory collection used as a data store",
            Warning,
            Recommended,
            Weight: 7,
            Message: "Requests store their data in '{0}' and read it back: {1}; keep it in a database or "
                + "another store outside the process",
            Effect: "A restart loses the data and every replica answers from its own copy.",
            Remedy: "Keep the data in a database or another store outside the process."
        ),
        new(
            "DPL4002",
            "EF Core in-memory database",
            Warning,
            Recommended,
            Weight: 8,
            Message: "The in-memory database {0}loses its data whenever the process restarts, and every replica has another one; use a real provider with "
                + "a connection string from configuration, and keep this one for tests and Development",
            Effect: "The data is gone with each restart, and every replica has a database of its own.",
            Remedy: "Use a real provider with a connection string from configuration."
        ),
        new(
            "DPL4003",
            "Session or cache store lives in the process",
            Suggestion,
            Recommended,
            Weight: 3,
            Message: "{0} keeps {1} in this process: a restart loses them and other replicas do not see them; {2}",
            Effect: "A restart loses what is kept, and a user whose next request reaches another replica starts anew.",
            Remedy: "Register a shared store, or pin users to one replica."
        ),
        new(
            "DPL4004",
            "Data protection keys are not persisted",
            Warning,
            Recommended,
            Weight: 5,
            Message: "{0} protects {1} with keys that live in the container only, so after every restart and at every other replica {2}; call PersistKeysTo… "
                + "with a place that all replicas share",
            Effect: "Each deployment signs users out and breaks open forms; with two replicas every second request is rejected.",
            Remedy: "Persist the keys to a place that all replicas share."
        ),
        new(
            "DPL4005",
            "Writes into the app's directory",
            Warning,
            Recommended,
            Weight: 6,
            Message: "'{0}' is written in the app's own directory, which is read-only or lost with the container; read the directory from configuration "
                + "and keep it on a volume, or use a store outside the container",
            Effect: "The write fails under a read-only root file system, or the file is lost with the container.",
            Remedy: "Read the directory from configuration and keep it on a volume."
        ),
        new(
            "DPL4006",
            "SignalR or Blazor Server without a backplane",
            Suggestion,
            Recommended,
            Weight: 3,
            Message: "{0} keeps its connections in one replica, so with several a message reaches only some clients and a reconnect may fail; {1}",
            Effect: "With several replicas a message reaches only some clients, and a reconnect may fail.",
            Remedy: "Add a backplane, or pin each client to one replica."
        ),
        new(
            "DPL4007",
            "File database in the app's directory",
            Warning,
            Recommended,
            Weight: 7,
            Message: "The database file '{0}' lies in the app's own directory, which is read-only or lost with the container; {1}, or use a database server",
            Effect: "The database cannot be written, or is lost with the container.",
            Remedy: "Read its path from configuration and keep it on a volume, or use a database server."
        ),
        new(
            "DPL4008",
            "Token key of one instance",
            Warning,
            Recommended,
            Weight: 7,
            Message: "{0} gives every instance a key of its own, so tokens of one are refused by the others and after a restart; {1}",
            Effect: "With two replicas every second sign-in is refused, and each deployment makes all tokens worthless.",
            Remedy: "Sign with a key that all instances read from a secret store."
        ),
        // 5xxx Observability
        new(
            "DPL5001",
            "Logs go to a file only",
            Warning,
            Recommended,
            Weight: 5,
            Message: "{0} writes to a file of the container only, which nobody collects and which is lost with it; write to the console as well",
            Effect: "Nobody collects the log: it is lost with the container, and operators are blind.",
            Remedy: "Write to the console as well."
        ),
        new(
            "DPL5002",
            "Console used for logging in a server",
            Suggestion,
            Recommended,
            Weight: 1,
            Message: "Console.{0} carries no level, category or trace id and cannot be filtered or turned off in a deployment; use ILogger",
            Effect: "Lines have no level, category or trace id, and cannot be filtered in a deployment.",
            Remedy: "Use ILogger."
        ),
        new(
            "DPL5003",
            "No metrics or traces are exported",
            Suggestion,
            Strict,
            Weight: 3,
            Message: "This web app exports neither metrics nor traces, so operators see only its logs; add OpenTelemetry or a metrics endpoint",
            Effect: "Operators see neither load nor latency nor where a request spends its time.",
            Remedy: "Export metrics and traces with OpenTelemetry, or map a metrics endpoint."
        ),
        // 6xxx Portability
        new(
            "DPL6001",
            "Windows-only dependency",
            Warning,
            Recommended,
            Weight: 7,
            Message: "This needs {0}, which does not exist in a Linux container, so it fails there at run time; use {1}",
            Effect: "The code compiles, and fails at its first call in a Linux container.",
            Remedy: "Use a package that works on Linux, or run that part on Windows."
        ),
        new(
            "DPL6002",
            "Backslash in a path",
            Warning,
            Recommended,
            Weight: 4,
            Message: "'{0}' has backslashes, which are part of a file's name on Linux, so this file is not found in a container; use '/' or Path.Combine",
            Effect: "On Linux the backslash is part of the file's name, so the file is not found.",
            Remedy: "Use '/' or Path.Combine."
        ),
        new(
            "DPL6003",
            "Desktop assumption",
            Warning,
            Recommended,
            Weight: 5,
            Message: "{0} needs a desktop with somebody in front of it, and a container has neither; {1}",
            Effect: "There is no desktop in a container: the call fails, or returns an empty path.",
            Remedy: "Do this work in the client, or read the directory from configuration."
        ),
        // 7xxx Container files
        new(
            "DPL7001",
            "Container runs as root",
            Warning,
            Recommended,
            Weight: 7,
            Message: "{0}, so whoever breaks into the app is root in the container and Pod Security 'restricted' refuses it; {1}",
            Effect: "Whoever breaks into the app is root in its container, and clusters with Pod Security 'restricted' refuse the pod.",
            Remedy: "End the final stage with a USER that is not root."
        ),
        new(
            "DPL7002",
            "Base image is unpinned, out of support or of another .NET",
            Warning,
            Recommended,
            Weight: 5,
            Message: "'{0}' {1}",
            Effect: "Each build may take another version, known holes stay open, or the app does not start for want of its runtime.",
            Remedy: "Name a tag that fits the project's target framework and is in support."
        ),
        new(
            "DPL7003",
            "Container has no health check that can run",
            Suggestion,
            Recommended,
            Weight: 2,
            Message: "{0}; {1}",
            Effect: "Docker and compose cannot tell a hanging app from a healthy one, or never see it become healthy.",
            Remedy: "Add a HEALTHCHECK in exec form that needs no program which the image lacks."
        ),
        new(
            "DPL7004",
            "SDK image in the final stage",
            Warning,
            Recommended,
            Weight: 5,
            Message: "The final stage is built on the SDK, so compilers and sources ship and the image is several times as large; copy the published app into a stage "
                + "from '{0}'",
            Effect: "Compilers, sources and tools ship with the app: more to attack, and several times as much to pull.",
            Remedy: "Publish in a build stage and copy the result into a stage built on the runtime image."
        ),
        new(
            "DPL7005",
            "Build context is not narrowed",
            Warning,
            Recommended,
            Weight: 4,
            Message: "{0}; add these lines to a .dockerignore: **/bin, **/obj, .git, .env",
            Effect: "Secrets and history get into layers, stale output overwrites fresh one, and the cache misses at each build.",
            Remedy: "Keep a .dockerignore with **/bin, **/obj, .git and .env."
        ),
        new(
            "DPL7006",
            "App is started by a shell",
            Warning,
            Recommended,
            Weight: 6,
            Message: "{0} starts a shell that keeps SIGTERM to itself, so the app is killed in mid-request at each deployment; {1}",
            Effect: "The app never hears SIGTERM and is killed in mid-request after the grace period, at each deployment.",
            Remedy: "Use the JSON form of ENTRYPOINT or CMD, or exec in a script."
        ),
        // 8xxx Kubernetes
        new(
            "DPL8001",
            "Container without probes",
            Warning,
            Recommended,
            Weight: 6,
            Message: "Container '{0}' has no {1}, so it {2}; probe the "
                + "endpoint that the code maps, for example /healthz/ready and /healthz/live",
            Effect: "Requests reach pods that cannot answer yet, and a pod that hangs is never restarted.",
            Remedy: "Add readinessProbe and livenessProbe on the endpoints that the code maps."
        ),
        new(
            "DPL8002",
            "Container without requests or memory limit",
            Warning,
            Recommended,
            Weight: 5,
            Message: "Container '{0}' has no {1} under resources{2}, so the scheduler guesses and one pod can take the memory of its neighbours; "
                + "write what it needs",
            Effect: "The scheduler packs pods blindly, and one that leaks takes its neighbours down.",
            Remedy: "Set requests for CPU and memory and a limit for memory."
        ),
        new(
            "DPL8003",
            "Pod is not held to 'restricted'",
            Warning,
            Recommended,
            Weight: 6,
            Message: "Container '{0}' is not held to Pod Security 'restricted': set {1}",
            Effect: "What breaks out of the app has more of the node than it needs, and a namespace that enforces the standard refuses the pod.",
            Remedy: "Set the named fields; .NET images run as a user of their own."
        ),
        new(
            "DPL8004",
            "Image tag that moves",
            Warning,
            Recommended,
            Weight: 5,
            Message: "Image '{0}' {1}, so replicas run different versions and nobody can roll back; name a version or a digest",
            Effect: "Two replicas run different versions, and a rollback starts the same image again.",
            Remedy: "Name a version or a digest, or let kustomize or the release set it."
        ),
        new(
            "DPL8005",
            "Volume of one node for several replicas",
            Warning,
            Recommended,
            Weight: 7,
            Message: "Claim '{0}' can be mounted by one node only, but '{1}' runs up to {2} replicas: those on other nodes never start; use "
                + "ReadWriteMany, a StatefulSet with volumeClaimTemplates, or one replica",
            Effect: "Replicas on other nodes wait for the volume for ever, and a rolling update stops half-way.",
            Remedy: "Use ReadWriteMany, a StatefulSet with volumeClaimTemplates, or one replica."
        ),
        new(
            "DPL8006",
            "Reference to nothing",
            Warning,
            Recommended,
            Weight: 7,
            Message: "No manifest defines the {0} '{1}'; correct the name, or add what is missing",
            Effect: "Pods wait for what never comes, or a Service has no endpoint.",
            Remedy: "Correct the name, or add the missing object."
        ),
        new(
            "DPL8007",
            "Removed API version",
            Warning,
            Recommended,
            Weight: 7,
            Message: "'{0}' of {1} was removed in Kubernetes {2}, so the cluster refuses the file; use {3}",
            Effect: "The cluster refuses the file.",
            Remedy: "Use the version that replaced it."
        ),
        new(
            "DPL8008",
            "No rollout protection",
            Suggestion,
            Recommended,
            Weight: 3,
            Message: "'{0}' can go down while nodes or versions change: {1}",
            Effect: "The app is away whenever a node is drained or a version rolled out.",
            Remedy: "Run two replicas or more with a rolling update and a PodDisruptionBudget."
        ),
        // 85xx The contract between the files and the code
        new(
            "DPL8501",
            "Probe of a path that nothing answers",
            Warning,
            Recommended,
            Weight: 7,
            Message: "{0} asks for '{1}', {2}, {3}; {4}",
            Effect: "The probe fails for ever: pods are restarted or get no request, although the app is well.",
            Remedy: "Name the path of an endpoint that the code maps."
        ),
        new(
            "DPL8502",
            "Port on which nothing listens",
            Warning,
            Recommended,
            Weight: 7,
            Message: "{0} names port {1}, {2}, {3}; {4}",
            Effect: "Requests and probes go to a port that nothing answers, so the app is never reached.",
            Remedy: "Name the port on which the app listens, or the name that the container gives to it."
        ),
        new(
            "DPL8503",
            "Required key that nothing provides",
            Warning,
            Recommended,
            Weight: 7,
            Message: "The app fails without '{0}', but neither its settings nor container '{1}' provide it ({2} reads it); {3}",
            Effect: "The app stops at its start, or at the first request that needs the value.",
            Remedy: "Provide the key as an environment variable of the container, or give it a default in appsettings.json."
        ),
        new(
            "DPL8504",
            "Variable that nobody reads",
            Suggestion,
            Recommended,
            Weight: 3,
            Message: "Nothing reads the variable '{0}', so what it says has no effect; {1}",
            Effect: "The app runs with a default, although somebody meant to configure it.",
            Remedy: "Write the name of the key that the code reads, with __ between sections, or remove the variable."
        ),
        new(
            "DPL8505",
            "Write to a read-only path",
            Warning,
            Recommended,
            Weight: 7,
            Message: "The root file system of container '{0}' is read-only, but the code writes to '{1}', where no volume is mounted; {2}",
            Effect: "Each write throws, and what should be stored is lost.",
            Remedy: "Mount a volume at the path, or an emptyDir for what is temporary."
        ),
        new(
            "DPL8506",
            "Secret from a ConfigMap or a literal",
            Warning,
            Recommended,
            Weight: 8,
            Message: "The code takes '{0}' for a secret, but {1} provides it, which everybody can read who sees the manifests; {2}",
            Effect: "Whoever may read manifests or ConfigMaps has the secret, and it stays in the history of the repository.",
            Remedy: "Refer to a Secret with valueFrom.secretKeyRef.",
            IsAboutSecrets: true
        ),
    ];

    private static readonly Dictionary<string, Rule> ById = All.ToDictionary(static rule => rule.Id, StringComparer.Ordinal);

    /// <exception cref="KeyNotFoundException">No rule has this id.</exception>
    public static Rule Of(string id) => ById[id];

    /// <returns>The rule, or null for an id of somebody else or of another version.</returns>
    public static Rule? Find(string id) => ById.TryGetValue(id, out var rule) ? rule : null;
}
