using Deployability.Publish.Emission;
using Deployability.Publish.Planning;
using Deployability.Publish.Planning.Clouds;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Clouds;

/// <summary>Task definition, service and scaling for Fargate, and a task with a schedule for each job, as the AWS CLI reads them. Secrets stand in the Parameter Store.</summary>
internal sealed class EcsEmitter() : CloudEmitter(Platforms.Ecs)
{
    private const string Account = "AWS_ACCOUNT_ID";
    private const string Region = "AWS_REGION";
    private const string Cluster = "ECS_CLUSTER";
    private const string SubnetA = "SUBNET_A";
    private const string SubnetB = "SUBNET_B";
    private const string SecurityGroup = "SECURITY_GROUP";
    private const string TargetGroup = "TARGET_GROUP_ARN";
    private const string FileSystem = "EFS_FILE_SYSTEM_ID";
    private const string Namespace = "SERVICE_CONNECT_NAMESPACE";
    private const string TemporaryName = "tmp";

    protected override IEnumerable<GeneratedFile> Files(Spot spot)
    {
        if (!spot.Plan.OnlyJobs)
        {
            yield return Json("task-definition.json", Task(spot, spot.Name, spot.Cloud.Size, AppContainer(spot)));
            yield return Json("service.json", Service(spot));
        }

        if (FrontEnd(spot) is { } front)
        {
            yield return Json("frontend.task-definition.json", Task(front, front.Name, front.Cloud.Size, AppContainer(front)));
            yield return Json("frontend.service.json", Service(front));
        }

        if (spot.Place.Scale.Scales)
        {
            yield return Json("scaling-target.json", ScalingTarget(spot));
            yield return Json("scaling-policy.json", ScalingPolicy(spot));
        }

        foreach (var job in spot.Cloud.Jobs)
        {
            yield return Json($"job-{job.Job.Name}.task-definition.json", Task(spot, spot.JobName(job), job.Size, JobContainer(spot, job)));
            yield return Json($"job-{job.Job.Name}.schedule.json", Schedule(spot, job));
        }
    }

    /// <summary>By the name that Service Connect gives the app in the namespace.</summary>
    private static Spot? FrontEnd(Spot spot) =>
        FrontEnd(spot, spot.Plan.WebTier?.Address(spot.Name, spot.Plan.WebTier.Upstream.Number) ?? "");

    private static GeneratedFile Json(string path, Node document) => new(path, JsonWriter.Write(document));

    private static string Hole(string name) => $"${{{name}}}";

    private static string Role(string name) => $"arn:aws:iam::{Hole(Account)}:role/{name}";

    private static Mapping Task(Spot spot, string family, SizePlan size, Mapping container) =>
        new()
        {
            ["family"] = family,
            ["requiresCompatibilities"] = Sequence.Of("FARGATE"),
            ["networkMode"] = "awsvpc",
            ["cpu"] = Text.Of(size.Cpu * 1024 / 1000),
            ["memory"] = Text.Of(size.Memory),
            ["runtimePlatform"] = new Mapping { ["operatingSystemFamily"] = "LINUX", ["cpuArchitecture"] = "X86_64" },
            ["executionRoleArn"] = Role(ExecutionRole(spot)),
            ["taskRoleArn"] = Role(TaskRole(spot)),
            ["containerDefinitions"] = Sequence.Of(container),
            ["volumes"] = Volumes(spot),
        };

    private static string ExecutionRole(Spot spot) => $"{(spot.App ?? spot).Name}-execution";

    private static string TaskRole(Spot spot) => $"{(spot.App ?? spot).Name}-task";

    private static Mapping AppContainer(Spot spot) =>
        Container(
            spot,
            spot.Name,
            new Mapping
            {
                ["portMappings"] = new Sequence(
                    spot.Plan.Ports.Select(port => new Mapping
                    {
                        ["name"] = Node.Optional(spot.IsEntrance ? "" : port.Name),
                        ["containerPort"] = port.Number,
                        ["protocol"] = "tcp",
                    })
                ).OrNothing(),
            },
            new Mapping { ["healthCheck"] = HealthCheck(spot), ["stopTimeout"] = spot.Cloud.Grace }
        );

    private static Mapping JobContainer(Spot spot, CloudJobPlan job) =>
        Container(
            spot,
            job.Job.Name,
            new Mapping { ["entryPoint"] = Sequence.Of(job.Job.Command).OrNothing(), ["command"] = Sequence.Of(job.Job.Args).OrNothing() },
            new Mapping { ["stopTimeout"] = spot.Cloud.Grace }
        );

    private static Mapping Container(Spot spot, string name, Mapping begin, Mapping life)
    {
        var image = spot.Plan.Image;
        return Mapping.Of([
            new("name", name),
            new("image", image.Reference),
            new("essential", true),
            .. begin,
            new(
                "environment",
                new Sequence(Variables(spot).Select(static variable => new Mapping { ["name"] = variable.Key, ["value"] = variable.Value }))
            ),
            new(
                "secrets",
                new Sequence(
                    RequiredSecrets(spot)
                        .Select(secret => new Mapping { ["name"] = secret.Variable, ["valueFrom"] = Parameter(spot, secret) })
                )
            ),
            new("user", $"{Text.Of(image.User)}:{Text.Of(image.Group)}"),
            new("readonlyRootFilesystem", true),
            new("linuxParameters", new Mapping { ["capabilities"] = new Mapping { ["drop"] = Sequence.Of("ALL") } }),
            new("mountPoints", Mounts(spot)),
            .. life,
            new(
                "logConfiguration",
                new Mapping
                {
                    ["logDriver"] = "awslogs",
                    ["options"] = new Mapping
                    {
                        ["awslogs-group"] = LogGroup(spot),
                        ["awslogs-region"] = Hole(Region),
                        ["awslogs-stream-prefix"] = name,

                        // A slow log must not stop the app.
                        ["mode"] = "non-blocking",
                        ["max-buffer-size"] = "25m",
                    },
                }
            ),
        ]);
    }

    private static string LogGroup(Spot spot) => $"/ecs/{(spot.App ?? spot).Name}";

    /// <summary>A parameter of the task's own region goes by its name.</summary>
    private static string Parameter(Spot spot, SecretPlan secret) => $"/{spot.Name}/{spot.Plan.Cluster.RemoteKey(secret)}";

    private static Mapping? HealthCheck(Spot spot)
    {
        var timing = spot.Cloud.Timing.Container;
        return spot.Cloud.Probes.HealthCheck.Count == 0
            ? null
            : new Mapping
            {
                ["command"] = Sequence.Of(spot.Cloud.Probes.HealthCheck.Prepend("CMD")),
                ["interval"] = timing.Interval,
                ["timeout"] = timing.Timeout,
                ["retries"] = timing.Retries,
                ["startPeriod"] = timing.Start,
            };
    }

    /// <summary>Folders that live with the task; the image declares them as volumes, and so they belong to its user.</summary>
    private static IEnumerable<Folder> Temporary(Spot spot) =>
        spot
            .Plan.Volumes.Where(static volume => !volume.IsPersistent)
            .Select(static volume => new Folder(volume.Name, volume.MountPath))
            .Prepend(new(TemporaryName, DeploymentPlan.TemporaryPath));

    /// <summary>What is mounted, and where.</summary>
    private sealed record Folder(string Name, string Path);

    private static Sequence Volumes(Spot spot) =>
        new([
            .. Temporary(spot).Select(static folder => new Mapping { ["name"] = folder.Name }),
            .. spot.Cloud.Volumes.Select(static volume => new Mapping
            {
                ["name"] = volume.Name,
                ["efsVolumeConfiguration"] = new Mapping
                {
                    ["fileSystemId"] = Hole(FileSystem),
                    ["transitEncryption"] = "ENABLED",
                    ["authorizationConfig"] = new Mapping { ["accessPointId"] = Hole(AccessPoint(volume)), ["iam"] = "ENABLED" },
                },
            }),
        ]);

    private static string AccessPoint(VolumePlan volume) => $"EFS_ACCESS_POINT_{Text.UpperVariable(volume.Name)}";

    private static Sequence Mounts(Spot spot) =>
        new([
            .. Temporary(spot)
                .Concat(spot.Cloud.Volumes.Select(static volume => new Folder(volume.Name, volume.MountPath)))
                .Select(static folder => new Mapping
                {
                    ["sourceVolume"] = folder.Name,
                    ["containerPath"] = folder.Path,
                    ["readOnly"] = false,
                }),
        ]);

    private static Mapping Service(Spot spot)
    {
        var loadBalancers =
            spot.Port is { } port && spot.IsEntrance
                ? Sequence.Of(
                    new Mapping
                    {
                        ["targetGroupArn"] = Hole(TargetGroup),
                        ["containerName"] = spot.Name,
                        ["containerPort"] = port.Number,
                    }
                )
                : null;
        var exclusive = spot.Place.Scale.MaxReplicas == 1 && spot.Cloud.Volumes.Count > 0;
        var alone = exclusive || (!spot.Plan.IsWeb && spot.Place.Scale.MaxReplicas == 1);
        return new()
        {
            ["cluster"] = Hole(Cluster),
            ["serviceName"] = spot.Name,
            ["taskDefinition"] = spot.Name,
            ["desiredCount"] = spot.Place.Scale.Replicas,
            ["launchType"] = "FARGATE",
            ["platformVersion"] = "LATEST",
            ["networkConfiguration"] = new Mapping
            {
                ["awsvpcConfiguration"] = new Mapping
                {
                    ["subnets"] = Sequence.Of(Hole(SubnetA), Hole(SubnetB)),
                    ["securityGroups"] = Sequence.Of(Hole(SecurityGroup)),
                    ["assignPublicIp"] = "DISABLED",
                },
            },
            ["serviceConnectConfiguration"] = ServiceConnect(spot),
            ["loadBalancers"] = loadBalancers,
            ["healthCheckGracePeriodSeconds"] = loadBalancers is null
                ? null
                : (Node)(spot.Cloud.Timing.Startup.Period * spot.Cloud.Timing.Startup.Failures),
            ["deploymentConfiguration"] = new Mapping
            {
                ["deploymentCircuitBreaker"] = new Mapping { ["enable"] = true, ["rollback"] = true },

                // Two at once would do the same work, or write the same files.
                ["minimumHealthyPercent"] = alone ? 0 : 100,
                ["maximumPercent"] = alone ? 100 : 200,
            },
            ["enableExecuteCommand"] = false,
            ["enableECSManagedTags"] = true,
            ["propagateTags"] = "SERVICE",
        };
    }

    /// <summary>The front end finds the app by its name, which a proxy beside each task keeps true.</summary>
    private static Mapping? ServiceConnect(Spot spot) =>
        spot.Plan.WebTier is not { } tier
            ? null
            : new Mapping
            {
                ["enabled"] = true,
                ["namespace"] = Hole(Namespace),
                ["services"] = spot.IsFrontEnd
                    ? null
                    : Sequence.Of(
                        new Mapping
                        {
                            ["portName"] = tier.Upstream.Name,
                            ["clientAliases"] = Sequence.Of(new Mapping { ["port"] = tier.Upstream.Number, ["dnsName"] = spot.Name }),
                        }
                    ),
            };

    private static string ScalableResource(Spot spot) => $"service/{Hole(Cluster)}/{spot.Name}";

    private static Mapping ScalingTarget(Spot spot) =>
        new()
        {
            ["ServiceNamespace"] = "ecs",
            ["ResourceId"] = ScalableResource(spot),
            ["ScalableDimension"] = "ecs:service:DesiredCount",
            ["MinCapacity"] = spot.Place.Scale.Replicas,
            ["MaxCapacity"] = spot.Place.Scale.MaxReplicas,
        };

    private static Mapping ScalingPolicy(Spot spot) =>
        new()
        {
            ["PolicyName"] = $"{spot.Name}-cpu",
            ["ServiceNamespace"] = "ecs",
            ["ResourceId"] = ScalableResource(spot),
            ["ScalableDimension"] = "ecs:service:DesiredCount",
            ["PolicyType"] = "TargetTrackingScaling",
            ["TargetTrackingScalingPolicyConfiguration"] = new Mapping
            {
                ["TargetValue"] = spot.Plan.TargetUtilization,
                ["PredefinedMetricSpecification"] = new Mapping { ["PredefinedMetricType"] = "ECSServiceAverageCPUUtilization" },
                ["ScaleOutCooldown"] = spot.Cloud.Timing.ScaleOutPause,
                ["ScaleInCooldown"] = spot.Cloud.Timing.ScaleInPause,
            },
        };

    private static Mapping Schedule(Spot spot, CloudJobPlan job)
    {
        var scope = $"arn:aws:ecs:{Hole(Region)}:{Hole(Account)}";
        return new()
        {
            ["Name"] = spot.JobName(job),
            ["ScheduleExpression"] = job.Schedule,
            ["ScheduleExpressionTimezone"] = job.Job.TimeZone,
            ["FlexibleTimeWindow"] = new Mapping { ["Mode"] = "OFF" },
            ["Target"] = new Mapping
            {
                ["Arn"] = $"{scope}:cluster/{Hole(Cluster)}",
                ["RoleArn"] = Role($"{spot.Name}-scheduler"),
                ["EcsParameters"] = new Mapping
                {
                    ["TaskDefinitionArn"] = $"{scope}:task-definition/{spot.JobName(job)}",
                    ["LaunchType"] = "FARGATE",
                    ["TaskCount"] = 1,
                    ["NetworkConfiguration"] = new Mapping
                    {
                        ["awsvpcConfiguration"] = new Mapping
                        {
                            ["Subnets"] = Sequence.Of(Hole(SubnetA), Hole(SubnetB)),
                            ["SecurityGroups"] = Sequence.Of(Hole(SecurityGroup)),
                            ["AssignPublicIp"] = "DISABLED",
                        },
                    },
                },
                ["RetryPolicy"] = new Mapping
                {
                    ["MaximumRetryAttempts"] = job.Job.Retries,
                    ["MaximumEventAgeInSeconds"] = job.Job.LatestStart,
                },
            },
        };
    }

    private static IEnumerable<string> Holes(Spot spot) =>
        [
            Account,
            Region,
            Cluster,
            SubnetA,
            SubnetB,
            SecurityGroup,
            .. spot.Plan.IsWeb ? [TargetGroup] : Array.Empty<string>(),
            .. spot.Plan.WebTier is null ? Array.Empty<string>() : [Namespace],
            .. spot.Cloud.Volumes.Count > 0 ? spot.Cloud.Volumes.Select(AccessPoint).Prepend(FileSystem) : [],
        ];

    protected override IEnumerable<string> Commands(Spot spot)
    {
        yield return $"Once: a cluster, two private subnets with a way out, a security group, the roles `{ExecutionRole(spot)}` (AmazonECSTaskExecutionRolePolicy{(RequiredSecrets(spot).Any() ? $", and `ssm:GetParameters` on `/{spot.Name}/*`" : "")}) and `{TaskRole(spot)}`{(spot.Cloud.Jobs.Count > 0 ? $", `{spot.Name}-scheduler` (`ecs:RunTask`, `iam:PassRole`)" : "")}.";
        if ((FrontEnd(spot) ?? spot) is { Port: { } port } entrance)
        {
            yield return $"Behind a load balancer, a target group of type `ip`, protocol {(port.IsTls ? "HTTPS" : "HTTP")}{(port.IsHttp2Only ? ", version GRPC" : "")}, port {Text.Of(port.Number)}, {Check(entrance, port)}{(spot.Plan.NeedsAffinity ? ", with `stickiness.enabled=true`" : "")}, and a deregistration delay of {Text.Of(spot.Plan.Lifetime.PreStop)} s.";
        }

        foreach (var volume in spot.Cloud.Volumes)
        {
            yield return $"For {volume.MountPath}, an EFS access point with user and group {Text.Of(spot.Plan.Image.User)}:{Text.Of(spot.Plan.Image.Group)} that owns its root folder.";
        }

        yield return "";
        foreach (var line in Shell(Once(spot)))
        {
            yield return line;
        }

        yield return "";
        yield return "For each release, and to go back, the same with the revision before (`family:number`):";
        yield return "";
        foreach (var line in Shell(Release(spot)))
        {
            yield return line;
        }
    }

    /// <remarks>docs.aws.amazon.com, "Health checks for Application Load Balancer target groups": of version GRPC the codes are those of gRPC.</remarks>
    private static string Check(Spot spot, PortPlan port) =>
        spot.Cloud.Probes.Readiness is { Path.Length: > 0 } probe ? $"health check on `{probe.Path}`"
        : port.IsHttp2Only ? "health check that takes any answer (`0-99`, codes of gRPC)"
        : "health check that takes any answer (`200-499`)";

    private IEnumerable<string> Once(Spot spot)
    {
        if (spot.Plan.WebTier is not null)
        {
            yield return "aws servicediscovery create-http-namespace --name …   # SERVICE_CONNECT_NAMESPACE";
        }

        yield return $"export {string.Join(" ", Holes(spot).Select(static hole => $"{hole}=…"))}";
        yield return $"filled() {{ envsubst '{string.Join(" ", Holes(spot).Select(static hole => $"${hole}"))}' <\"$1\"; }}";
        yield return $"aws logs create-log-group --log-group-name {LogGroup(spot)}";
        foreach (var secret in RequiredSecrets(spot))
        {
            // From a file: what stands in a command stands in the shell's history too.
            yield return $"aws ssm put-parameter --type SecureString --name {Parameter(spot, secret)} --value file://{spot.Plan.Cluster.RemoteKey(secret).Replace('/', '-')}.txt";
        }

        if (!spot.Plan.OnlyJobs)
        {
            yield return Call("aws ecs register-task-definition", spot, "task-definition.json");
            yield return Call("aws ecs create-service", spot, "service.json");
        }

        if (FrontEnd(spot) is not null)
        {
            yield return Call("aws ecs register-task-definition", spot, "frontend.task-definition.json");
            yield return Call("aws ecs create-service", spot, "frontend.service.json");
        }

        if (spot.Place.Scale.Scales)
        {
            yield return Call("aws application-autoscaling register-scalable-target", spot, "scaling-target.json");
            yield return Call("aws application-autoscaling put-scaling-policy", spot, "scaling-policy.json");
        }

        foreach (var job in spot.Cloud.Jobs)
        {
            yield return Call("aws ecs register-task-definition", spot, $"job-{job.Job.Name}.task-definition.json");
            yield return Call("aws scheduler create-schedule", spot, $"job-{job.Job.Name}.schedule.json");
        }
    }

    private IEnumerable<string> Release(Spot spot)
    {
        if (!spot.Plan.OnlyJobs)
        {
            yield return Call("aws ecs register-task-definition", spot, "task-definition.json");
            yield return $"aws ecs update-service --cluster \"$ECS_CLUSTER\" --service {spot.Name} --task-definition {spot.Name}";
        }

        if (FrontEnd(spot) is { } front)
        {
            yield return Call("aws ecs register-task-definition", spot, "frontend.task-definition.json");
            yield return $"aws ecs update-service --cluster \"$ECS_CLUSTER\" --service {front.Name} --task-definition {front.Name}";
        }

        foreach (var job in spot.Cloud.Jobs)
        {
            yield return Call("aws ecs register-task-definition", spot, $"job-{job.Job.Name}.task-definition.json");
        }

        if (!spot.Plan.OnlyJobs)
        {
            yield return $"aws ecs wait services-stable --cluster \"$ECS_CLUSTER\" --services {spot.Name}{(FrontEnd(spot) is { } served ? $" {served.Name}" : "")}";
        }
    }

    /// <summary>The AWS CLI takes the filled text itself.</summary>
    private string Call(string command, Spot spot, string file) => $"{command} --cli-input-json \"$(filled {File(spot, file)})\"";
}
