using Deployability.Publish.Emission;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Ci;

/// <summary>A pipeline of Azure DevOps: build with the gate, tests, drift gate, image, and a stage for each environment.</summary>
internal sealed class AzurePipelinesEmitter : IEmitter
{
    public const string Target = "azure-pipelines";
    private const string PipelineFile = "ci/azure-pipelines.yml";
    private const string RegistryConnection = "registry";
    private const string OnMain =
        "and(succeeded(), eq(variables['Build.SourceBranch'], 'refs/heads/main'), ne(variables['Build.Reason'], 'PullRequest'))";

    public IEnumerable<GeneratedFile> Emit(DeploymentPlan plan)
    {
        if (plan.Ci is { } ci)
        {
            yield return new(PipelineFile, YamlWriter.Write([.. Header.Lines], Pipeline(plan, ci)));
        }
    }

    /// <summary>The section of the README.</summary>
    public static IEnumerable<string> Guide(DeploymentPlan plan)
    {
        if (plan.Ci is not { } ci)
        {
            yield break;
        }

        yield return "";
        yield return "## With Azure Pipelines";
        yield return "";
        yield return $"Make a pipeline of the file `{ci.Output}/{PipelineFile}`. A service connection `{RegistryConnection}` (Docker Registry) signs in to {(plan.Image.HasRegistry ? $"`{Registry(plan)}`" : "the registry; set its host in the variable `registry`")}.";
        if (CiCommands.CanDeploy(plan, ci))
        {
            yield return $"Each environment ({string.Join(", ", plan.Environments.Select(static environment => $"`{environment.Name}`"))}) has a service connection `cluster-<environment>` (Kubernetes), whose account may only";
            yield return "change its namespace, and approvals where a person has to agree (Environments, Approvals and checks).";
        }

        yield return "Values that are secret come from variable groups alone; the pipeline needs none.";
    }

    private static Mapping Pipeline(DeploymentPlan plan, CiPlan ci)
    {
        var stages = Sequence.Of(Build(plan, ci), Image(plan, ci));
        var before = "image";
        foreach (var environment in CiCommands.CanDeploy(plan, ci) ? plan.Environments : [])
        {
            stages.Add(Deploy(plan, ci, environment, before));
            before = StageName(environment);
        }

        return new()
        {
            ["name"] = $"{plan.Name}-$(Date:yyyyMMdd)$(Rev:.r)",
            ["trigger"] = Sequence.Of("main"),
            ["pr"] = Sequence.Of("main"),
            ["pool"] = new Mapping { ["vmImage"] = "ubuntu-latest" },
            ["variables"] = new Mapping
            {
                // The gate is closed where CI is true.
                ["CI"] = "true",
                ["DOTNET_NOLOGO"] = "true",
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "true",
                ["registry"] = Node.Optional(plan.Image.HasRegistry ? "" : "registry.example.com"),
                ["repository"] = plan.Image.HasRegistry ? plan.Image.Repository : $"$(registry)/{plan.Image.Repository}",
            },
            ["stages"] = stages,
        };
    }

    private static Mapping Build(DeploymentPlan plan, CiPlan ci)
    {
        var steps = Sequence.Of(
            Checkout(),
            new Mapping
            {
                ["task"] = Versions.PipelineTasks.UseDotNet,
                ["displayName"] = ".NET",
                ["inputs"] =
                    ci.GlobalJson.Length > 0
                        ? new Mapping { ["packageType"] = "sdk", ["useGlobalJson"] = true }
                        : new Mapping { ["packageType"] = "sdk", ["version"] = ci.SdkVersion },
            },
            Bash("Restore", CiCommands.Restore(ci)),
            Bash("Build, with the gate", CiCommands.Build(ci)),
            Bash("Test", $"{CiCommands.Test(ci)} --logger trx --results-directory \"$(Agent.TempDirectory)\""),
            new Mapping
            {
                ["task"] = Versions.PipelineTasks.PublishTestResults,
                ["displayName"] = "Show the tests",
                ["condition"] = "succeededOrFailed()",
                ["inputs"] = new Mapping { ["testResultsFormat"] = "VSTest", ["testResultsFiles"] = "$(Agent.TempDirectory)/**/*.trx" },
            },
            Bash("Publish", CiCommands.Publish(ci)),
            Bash("The committed files are those that publish writes", [.. CiCommands.Drift(ci)])
        );
        if (CiCommands.Render(plan, ci) is { Count: > 0 } render)
        {
            steps.Add(Bash("Every environment renders", [.. render]));
        }

        if (ci.Writes("report"))
        {
            steps.Add(
                new Mapping
                {
                    ["task"] = Versions.PipelineTasks.PublishArtifacts,
                    ["displayName"] = "Show the findings",
                    ["condition"] = "succeededOrFailed()",
                    ["inputs"] = new Mapping
                    {
                        ["PathtoPublish"] = $"{ci.Output}/report",

                        // Where the tab for SARIF looks.
                        ["ArtifactName"] = "CodeAnalysisLogs",
                    },
                }
            );
        }

        return new()
        {
            ["stage"] = "build",
            ["displayName"] = "Build and check",
            ["jobs"] = Sequence.Of(
                new Mapping
                {
                    ["job"] = "build",
                    ["timeoutInMinutes"] = ci.BuildMinutes,
                    ["steps"] = steps,
                }
            ),
        };
    }

    private static Mapping Image(DeploymentPlan plan, CiPlan ci) =>
        new()
        {
            ["stage"] = "image",
            ["displayName"] = "Image",
            ["dependsOn"] = "build",
            ["condition"] = OnMain,
            ["jobs"] = Sequence.Of(
                new Mapping
                {
                    ["job"] = "push",
                    ["timeoutInMinutes"] = ci.ImageMinutes,
                    ["steps"] = new Sequence([
                        Checkout(),
                        new Mapping
                        {
                            ["task"] = Versions.PipelineTasks.Docker,
                            ["displayName"] = "Sign in to the registry",
                            ["inputs"] = new Mapping { ["command"] = "login", ["containerRegistry"] = RegistryConnection },
                        },
                        .. plan.Image.IsAot
                            ? [Bash("Emulate the other platform", $"docker run --privileged --rm {Versions.Images.Binfmt} --install all")]
                            : Array.Empty<Node>(),
                        Named(
                            "digest",
                            Bash(
                                "Build and push",
                                "docker buildx create --use",
                                $"docker buildx build --platform {string.Join(",", ci.Platforms)} --file {Text.Quoted($"{ci.Output}/Dockerfile")} --tag \"$(repository):$(Build.SourceVersion)\" --provenance mode=max --sbom true --metadata-file \"$(Agent.TempDirectory)/image.json\" --push {Text.Quoted(ci.Context)}",
                                "digest=$(jq --raw-output '.\"containerimage.digest\"' \"$(Agent.TempDirectory)/image.json\")",
                                "echo \"##vso[task.setvariable variable=value;isOutput=true]$digest\""
                            )
                        ),
                        .. plan.WebTier is { } tier
                            ?
                            [
                                Named(
                                    "frontend",
                                    Bash(
                                        "Build and push the front end",
                                        $"docker buildx build --platform {string.Join(",", ci.Platforms)} --file {Text.Quoted($"{ci.Output}/{tier.Folder}/Dockerfile")} --tag \"$(repository)-{tier.Name}:$(Build.SourceVersion)\" --provenance mode=max --sbom true --metadata-file \"$(Agent.TempDirectory)/frontend.json\" --push {Text.Quoted(ci.Context)}",
                                        "digest=$(jq --raw-output '.\"containerimage.digest\"' \"$(Agent.TempDirectory)/frontend.json\")",
                                        "echo \"##vso[task.setvariable variable=value;isOutput=true]$digest\""
                                    )
                                ),
                            ]
                            : Array.Empty<Node>(),
                    ]),
                }
            ),
        };

    private static Mapping Deploy(DeploymentPlan plan, CiPlan ci, EnvironmentPlan environment, string before) =>
        new()
        {
            ["stage"] = StageName(environment),
            ["displayName"] = $"Roll out to {environment.Name}",
            ["dependsOn"] = before == "image" ? Sequence.Of("image") : Sequence.Of("image", before),
            ["condition"] = OnMain,
            ["variables"] = new Mapping
            {
                ["digest"] = "$[ stageDependencies.image.push.outputs['digest.value'] ]",
                ["frontendDigest"] = Node.Optional(
                    plan.WebTier is null ? "" : "$[ stageDependencies.image.push.outputs['frontend.value'] ]"
                ),
            },
            ["jobs"] = Sequence.Of(
                new Mapping
                {
                    ["deployment"] = "deploy",
                    ["environment"] = environment.Name,
                    ["timeoutInMinutes"] = ci.DeployMinutes,
                    ["strategy"] = new Mapping
                    {
                        ["runOnce"] = new Mapping
                        {
                            ["deploy"] = new Mapping
                            {
                                ["steps"] = Sequence.Of(
                                    Checkout(),
                                    new Mapping
                                    {
                                        ["task"] = Versions.PipelineTasks.Kubernetes,
                                        ["displayName"] = "Sign in to the cluster",
                                        ["inputs"] = new Mapping
                                        {
                                            ["connectionType"] = "Kubernetes Service Connection",
                                            ["kubernetesServiceEndpoint"] = $"cluster-{environment.Name}",
                                            ["command"] = "login",
                                        },
                                    },
                                    Bash(
                                        "Roll out, and wait until it runs",
                                        [.. CiCommands.Deploy(plan, ci, environment, "$(repository)", "$(digest)", "$(frontendDigest)")]
                                    )
                                ),
                            },
                        },
                    },
                }
            ),
        };

    /// <summary>Letters, digits and '_' are what a stage may be called.</summary>
    private static string StageName(EnvironmentPlan environment) => $"deploy_{environment.Name.Replace('-', '_')}";

    private static string Registry(DeploymentPlan plan) => plan.Image.Repository.Split('/')[0];

    private static Mapping Checkout() => new() { ["checkout"] = "self", ["persistCredentials"] = false };

    private static Mapping Named(string name, Mapping step) => Mapping.Of([.. step, new("name", name)]);

    private static Mapping Bash(string name, params string[] lines) =>
        new() { ["bash"] = string.Join("\n", lines.Length > 1 ? lines.Prepend("set -euo pipefail") : lines), ["displayName"] = name };
}
