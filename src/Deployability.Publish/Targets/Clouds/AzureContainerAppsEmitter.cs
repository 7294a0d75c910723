using Deployability.Publish.Emission;
using Deployability.Publish.Planning;
using Deployability.Publish.Planning.Clouds;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Clouds;

/// <summary>A container app as <c>az containerapp create --yaml</c> reads it, and a job for each schedule. Secrets stand in a Key Vault.</summary>
internal sealed class AzureContainerAppsEmitter() : CloudEmitter(Platforms.AzureContainerApps)
{
    private const string AppFile = "containerapp.yaml";
    private const string FrontEndFile = "frontend.yaml";
    private const string Domain = "AZURE_DOMAIN";
    private const string Scope = "/subscriptions/${AZURE_SUBSCRIPTION_ID}/resourceGroups/${AZURE_RESOURCE_GROUP}/providers";
    private const string RegistryDomain = ".azurecr.io";
    private const int LongestVault = 24;
    private const int LongestStorage = 32;

    private static readonly string[] Holes = ["AZURE_SUBSCRIPTION_ID", "AZURE_RESOURCE_GROUP", "AZURE_ENVIRONMENT"];

    protected override IEnumerable<GeneratedFile> Files(Spot spot)
    {
        if (!spot.Plan.OnlyJobs)
        {
            yield return new(AppFile, YamlWriter.Write(Head("az containerapp create", Holes), App(spot)));
        }

        if (FrontEnd(spot) is { } front)
        {
            yield return new(FrontEndFile, YamlWriter.Write(Head("az containerapp create", [.. Holes, Domain]), App(front)));
        }

        foreach (var job in spot.Cloud.Jobs)
        {
            yield return new($"job-{job.Job.Name}.yaml", YamlWriter.Write(Head("az containerapp job create", Holes), Job(spot, job)));
        }
    }

    private static IReadOnlyList<string> Head(string command, IEnumerable<string> holes) =>
        [.. Header.Lines, "", $"For '{command} --yaml', once envsubst has filled in {string.Join(", ", holes)}."];

    /// <summary>An app whose ingress is closed to the outside has an address below <c>internal</c>, with a certificate.</summary>
    private static Spot? FrontEnd(Spot spot) => FrontEnd(spot, $"https://{spot.Name}.internal.${{{Domain}}}");

    private static Mapping App(Spot spot) =>
        new()
        {
            ["type"] = "Microsoft.App/containerApps",
            ["name"] = spot.Name,
            ["identity"] = Identity(spot),
            ["properties"] = new Mapping
            {
                ["environmentId"] = $"{Scope}/Microsoft.App/managedEnvironments/${{AZURE_ENVIRONMENT}}",
                ["configuration"] = new Mapping
                {
                    ["activeRevisionsMode"] = "Single",
                    ["dapr"] = Dapr(spot),
                    ["ingress"] = Ingress(spot),
                    ["registries"] = Registries(spot),
                    ["secrets"] = SecretList(spot).OrNothing(),
                },
                ["template"] = new Mapping
                {
                    ["terminationGracePeriodSeconds"] = spot.Cloud.Grace,
                    ["containers"] = Sequence.Of(Container(spot)),
                    ["scale"] = Scale(spot),
                    ["volumes"] = Volumes(spot).OrNothing(),
                },
            },
        };

    private static Mapping Job(Spot spot, CloudJobPlan job) =>
        new()
        {
            ["type"] = "Microsoft.App/jobs",
            ["name"] = spot.JobName(job),
            ["identity"] = Identity(spot),
            ["properties"] = new Mapping
            {
                ["environmentId"] = $"{Scope}/Microsoft.App/managedEnvironments/${{AZURE_ENVIRONMENT}}",
                ["configuration"] = new Mapping
                {
                    ["triggerType"] = "Schedule",
                    ["replicaTimeout"] = job.Job.Deadline,
                    ["replicaRetryLimit"] = job.Job.Retries,
                    ["scheduleTriggerConfig"] = new Mapping
                    {
                        ["cronExpression"] = job.Schedule,
                        ["parallelism"] = 1,
                        ["replicaCompletionCount"] = 1,
                    },
                    ["registries"] = Registries(spot),
                    ["secrets"] = SecretList(spot).OrNothing(),
                },
                ["template"] = new Mapping
                {
                    ["containers"] = Sequence.Of(
                        new Mapping
                        {
                            ["name"] = job.Job.Name,
                            ["image"] = spot.Plan.Image.Reference,
                            ["command"] = Sequence.Of(job.Job.Command).OrNothing(),
                            ["args"] = Sequence.Of(job.Job.Args).OrNothing(),
                            ["env"] = Environment(spot),
                            ["resources"] = Resources(job.Size),
                            ["volumeMounts"] = Mounts(spot).OrNothing(),
                        }
                    ),
                    ["volumes"] = Volumes(spot).OrNothing(),
                },
            },
        };

    /// <summary>An identity that exists before the app, so that it can read secrets and the image when the app is made.</summary>
    private static Mapping Identity(Spot spot) =>
        new()
        {
            ["type"] = "UserAssigned",
            ["userAssignedIdentities"] = new Mapping { [IdentityId(spot)] = new Mapping() },
        };

    private static string IdentityId(Spot spot) => $"{Scope}/Microsoft.ManagedIdentity/userAssignedIdentities/{(spot.App ?? spot).Name}";

    /// <summary>learn.microsoft.com, "Enable Dapr on your container app": the platform runs the side-car.</summary>
    private static Mapping? Dapr(Spot spot) =>
        !spot.Plan.Network.HasDapr || spot.IsFrontEnd
            ? null
            : new Mapping
            {
                ["enabled"] = true,
                ["appId"] = spot.Plan.Name,
                ["appPort"] = spot.Port is { } port ? (Node)port.Number : null,
                ["appProtocol"] = spot.Port is { } speaking ? (Node)(speaking.IsHttp2Only ? "grpc" : "http") : null,
            };

    private static Mapping? Ingress(Spot spot) =>
        spot.Port is not { } port
            ? null
            : new Mapping
            {
                ["external"] = spot.IsEntrance,
                ["targetPort"] = port.Number,
                ["transport"] = port.IsHttp2Only ? "http2" : "auto",
                ["allowInsecure"] = false,
                ["stickySessions"] = spot.Plan.NeedsAffinity ? new Mapping { ["affinity"] = "sticky" } : null,
            };

    private static Sequence? Registries(Spot spot) =>
        Registry(spot) is not { } registry ? null : Sequence.Of(new Mapping { ["server"] = registry, ["identity"] = IdentityId(spot) });

    /// <summary>A registry of Azure's; others take a password, which stands in no file.</summary>
    private static string? Registry(Spot spot) =>
        spot.Plan.Image.Repository.Split('/')[0] is var host && host.EndsWith(RegistryDomain, StringComparison.Ordinal) ? host : null;

    private static Sequence SecretList(Spot spot) =>
        new(
            Named(spot)
                .Select(secret => new Mapping
                {
                    ["name"] = secret.Name,
                    ["keyVaultUrl"] = $"https://{Vault(spot)}.vault.azure.net/secrets/{secret.Name}",
                    ["identity"] = IdentityId(spot),
                })
        );

    private static IReadOnlyList<StoredSecret> Named(Spot spot) => Secrets(spot, Label);

    /// <summary>Each environment has a vault of its own. Its name begins with a letter.</summary>
    private static string Vault(Spot spot)
    {
        var store = spot.Plan.Cluster.StoreName;
        var name = spot.Place.Folder.Length == 0 ? store : $"{store}-{spot.Place.Environment.Name}";
        return Text.Shortened(name[0] is >= '0' and <= '9' ? $"kv-{name}" : name, LongestVault);
    }

    private static Sequence Environment(Spot spot) =>
        VariableList(
            spot,
            Named(spot).Select(static secret => (Node)new Mapping { ["name"] = secret.Secret.Variable, ["secretRef"] = secret.Name })
        );

    private static Mapping Container(Spot spot) =>
        new()
        {
            ["name"] = spot.Name,
            ["image"] = spot.Plan.Image.Reference,
            ["env"] = Environment(spot),
            ["resources"] = Resources(spot.Cloud.Size),
            ["probes"] = Probes(spot).OrNothing(),
            ["volumeMounts"] = Mounts(spot).OrNothing(),
        };

    private static Mapping Resources(SizePlan size) =>
        new()
        {
            ["cpu"] = new Scalar(Text.Thousandths(size.Cpu), ScalarType.Decimal),
            ["memory"] = $"{Text.Thousandths(size.Memory * 1000 / 1024)}Gi",
        };

    private static Sequence Probes(Spot spot)
    {
        var (probes, timing) = (spot.Cloud.Probes, spot.Cloud.Timing);
        var list = new Sequence();
        Add("Startup", probes.Startup, timing.Startup);
        Add("Liveness", probes.Liveness, timing.Liveness);
        Add("Readiness", probes.Readiness, timing.Readiness);
        return list;

        void Add(string type, ProbePlan? probe, ProbeTiming asked)
        {
            if (probe is not null)
            {
                list.Add(Mapping.Of(Probe(probe, asked).Prepend(new("type", type))));
            }
        }
    }

    private static Mapping Scale(Spot spot)
    {
        var scale = spot.Place.Scale;
        return new()
        {
            ["minReplicas"] = scale.Replicas,
            ["maxReplicas"] = scale.MaxReplicas,
            ["rules"] = scale.Scales
                ? Sequence.Of(
                    new Mapping
                    {
                        ["name"] = "cpu",
                        ["custom"] = new Mapping
                        {
                            ["type"] = "cpu",
                            ["metadata"] = new Mapping { ["type"] = "Utilization", ["value"] = Text.Of(spot.Plan.TargetUtilization) },
                        },
                    }
                )
                : null,
        };
    }

    private static Sequence Volumes(Spot spot) =>
        new(
            spot.Cloud.Volumes.Select(volume => new Mapping
            {
                ["name"] = volume.Name,
                ["storageType"] = "AzureFile",
                ["storageName"] = StorageName(spot, volume),
                ["mountOptions"] =
                    $"uid={Text.Of(spot.Plan.Image.User)},gid={Text.Of(spot.Plan.Image.Group)},dir_mode=0770,file_mode=0660,mfsymlinks,nobrl",
            })
        );

    private static string StorageName(Spot spot, VolumePlan volume) => Text.Shortened($"{spot.Name}-{volume.Name}", LongestStorage);

    private static Sequence Mounts(Spot spot) =>
        new(spot.Cloud.Volumes.Select(static volume => new Mapping { ["volumeName"] = volume.Name, ["mountPath"] = volume.MountPath }));

    protected override IEnumerable<string> Commands(Spot spot)
    {
        yield return "Once, with the resource group and the Container Apps environment already there:";
        yield return "";
        foreach (var line in Shell(Once(spot)))
        {
            yield return line;
        }

        yield return "";
        yield return spot.Plan.OnlyJobs
            ? "For each release (`update` instead of `create` from the second on), and to go back, the same with the image before:"
            : "For each release (`update` instead of `create` from the second on), and to go back, the revision before:";
        yield return "";
        foreach (var line in Shell(Release(spot)))
        {
            yield return line;
        }

        if (Named(spot).Count > 0)
        {
            yield return "";
            yield return $"A vault's name is one in the world: if `{Vault(spot)}` is taken, set another by `DeployabilitySecretStoreName`.";
        }

        if (spot.Place.Environment.Host.Length > 0)
        {
            yield return "";
            yield return $"`az containerapp hostname bind --hostname {spot.Place.Environment.Host} --name {(FrontEnd(spot) ?? spot).Name}` gives it its host with a certificate.";
        }
    }

    private static IEnumerable<string> Once(Spot spot)
    {
        yield return "export AZURE_SUBSCRIPTION_ID=… AZURE_RESOURCE_GROUP=… AZURE_ENVIRONMENT=…";
        yield return $"az identity create --resource-group \"$AZURE_RESOURCE_GROUP\" --name {spot.Name}";
        yield return $"principal=$(az identity show --resource-group \"$AZURE_RESOURCE_GROUP\" --name {spot.Name} --query principalId --output tsv)";
        if (Registry(spot) is { } registry)
        {
            yield return $"az role assignment create --assignee \"$principal\" --role AcrPull --scope \"$(az acr show --name {registry.Split('.')[0]} --query id --output tsv)\"";
        }

        if (Named(spot).Count > 0)
        {
            yield return $"az keyvault create --resource-group \"$AZURE_RESOURCE_GROUP\" --name {Vault(spot)} --enable-rbac-authorization";
            yield return $"az role assignment create --assignee \"$principal\" --role 'Key Vault Secrets User' --scope \"$(az keyvault show --name {Vault(spot)} --query id --output tsv)\"";
        }

        foreach (var (_, name) in Named(spot))
        {
            // From a file: what stands in a command stands in the shell's history too.
            yield return $"az keyvault secret set --vault-name {Vault(spot)} --name {name} --file {name}.txt";
        }

        foreach (var volume in spot.Cloud.Volumes)
        {
            yield return $"az containerapp env storage set --resource-group \"$AZURE_RESOURCE_GROUP\" --name \"$AZURE_ENVIRONMENT\" --storage-name {StorageName(spot, volume)} --access-mode ReadWrite --azure-file-share-name {volume.Name} --azure-file-account-name … --azure-file-account-key \"$(cat storage-key.txt)\"";
        }
    }

    private IEnumerable<string> Release(Spot spot)
    {
        if (!spot.Plan.OnlyJobs)
        {
            yield return Filled(File(spot, AppFile), AppFile, Holes);
            yield return $"az containerapp create --resource-group \"$AZURE_RESOURCE_GROUP\" --name {spot.Name} --yaml {AppFile}";
        }

        if (FrontEnd(spot) is { } front)
        {
            yield return $"export {Domain}=$(az containerapp env show --resource-group \"$AZURE_RESOURCE_GROUP\" --name \"$AZURE_ENVIRONMENT\" --query properties.defaultDomain --output tsv)";
            yield return Filled(File(spot, FrontEndFile), FrontEndFile, [.. Holes, Domain]);
            yield return $"az containerapp create --resource-group \"$AZURE_RESOURCE_GROUP\" --name {front.Name} --yaml {FrontEndFile}";
        }

        foreach (var job in spot.Cloud.Jobs)
        {
            yield return Filled(File(spot, $"job-{job.Job.Name}.yaml"), $"job-{job.Job.Name}.yaml", Holes);
            yield return $"az containerapp job create --resource-group \"$AZURE_RESOURCE_GROUP\" --name {spot.JobName(job)} --yaml job-{job.Job.Name}.yaml";
        }

        if (!spot.Plan.OnlyJobs)
        {
            yield return $"az containerapp revision list --resource-group \"$AZURE_RESOURCE_GROUP\" --name {spot.Name} --output table";
            yield return $"az containerapp revision copy --resource-group \"$AZURE_RESOURCE_GROUP\" --name {spot.Name} --from-revision …";
        }
    }
}
