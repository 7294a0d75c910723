using System.Text.Json.Serialization;

namespace Deployability.Publish.Tests.Emitters;

// What RegisterTaskDefinition, CreateService, CreateSchedule, RegisterScalableTarget and PutScalingPolicy take of what we write
// (docs.aws.amazon.com, API references): a member that is not here is a misspelt one.

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsTask(
    [property: JsonRequired] string Family,
    [property: JsonRequired] IReadOnlyList<string> RequiresCompatibilities,
    [property: JsonRequired] string NetworkMode,
    [property: JsonRequired] string Cpu,
    [property: JsonRequired] string Memory,
    [property: JsonRequired] EcsPlatform RuntimePlatform,
    [property: JsonRequired] string ExecutionRoleArn,
    [property: JsonRequired] string TaskRoleArn,
    [property: JsonRequired] IReadOnlyList<EcsContainer> ContainerDefinitions,
    [property: JsonRequired] IReadOnlyList<EcsVolume> Volumes
);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsPlatform(string OperatingSystemFamily, string CpuArchitecture);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsContainer(
    [property: JsonRequired] string Name,
    [property: JsonRequired] string Image,
    [property: JsonRequired] bool Essential,
    IReadOnlyList<EcsPort>? PortMappings,
    IReadOnlyList<string>? EntryPoint,
    IReadOnlyList<string>? Command,
    [property: JsonRequired] IReadOnlyList<EcsVariable> Environment,
    [property: JsonRequired] IReadOnlyList<EcsSecret> Secrets,
    [property: JsonRequired] string User,
    [property: JsonRequired] bool ReadonlyRootFilesystem,
    [property: JsonRequired] EcsLinux LinuxParameters,
    [property: JsonRequired] IReadOnlyList<EcsMount> MountPoints,
    EcsHealthCheck? HealthCheck,
    [property: JsonRequired] int StopTimeout,
    [property: JsonRequired] EcsLog LogConfiguration
);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsPort(string? Name, int ContainerPort, string Protocol);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsServiceConnect(bool Enabled, string Namespace, IReadOnlyList<EcsConnected>? Services);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsConnected(string PortName, IReadOnlyList<EcsAlias> ClientAliases);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsAlias(int Port, string DnsName);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsVariable(string Name, string Value);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsSecret(string Name, string ValueFrom);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsLinux(EcsCapabilities Capabilities);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsCapabilities(IReadOnlyList<string> Drop);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsMount(string SourceVolume, string ContainerPath, bool ReadOnly);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsHealthCheck(IReadOnlyList<string> Command, int Interval, int Timeout, int Retries, int StartPeriod);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsLog(string LogDriver, IReadOnlyDictionary<string, string> Options);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsVolume(string Name, EcsFileSystem? EfsVolumeConfiguration);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsFileSystem(string FileSystemId, string TransitEncryption, EcsAccess AuthorizationConfig);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsAccess(string AccessPointId, string Iam);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsService(
    [property: JsonRequired] string Cluster,
    [property: JsonRequired] string ServiceName,
    [property: JsonRequired] string TaskDefinition,
    [property: JsonRequired] int DesiredCount,
    [property: JsonRequired] string LaunchType,
    [property: JsonRequired] string PlatformVersion,
    [property: JsonRequired] EcsNetwork NetworkConfiguration,
    EcsServiceConnect? ServiceConnectConfiguration,
    IReadOnlyList<EcsLoadBalancer>? LoadBalancers,
    int? HealthCheckGracePeriodSeconds,
    [property: JsonRequired] EcsDeployment DeploymentConfiguration,
    bool EnableExecuteCommand,
    bool EnableECSManagedTags,
    string PropagateTags
);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsNetwork(EcsVpc AwsvpcConfiguration);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsVpc(IReadOnlyList<string> Subnets, IReadOnlyList<string> SecurityGroups, string AssignPublicIp);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsLoadBalancer(string TargetGroupArn, string ContainerName, int ContainerPort);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsDeployment(EcsBreaker DeploymentCircuitBreaker, int MinimumHealthyPercent, int MaximumPercent);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EcsBreaker(bool Enable, bool Rollback);
