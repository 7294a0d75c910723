using Deployability.Publish.Emission;
using Deployability.Publish.Planning;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Targets.Ci;

/// <summary>A workflow: build with the gate, tests, drift gate, image, and a roll-out for each environment.</summary>
internal sealed class GitHubActionsEmitter : IEmitter
{
    public const string Target = "github-actions";
    private const string WorkflowFile = "ci/github-actions.yml";
    private const string Runner = "ubuntu-latest";
    private const string GitHubRegistry = "ghcr.io";
    private const string IsPush = "github.event_name == 'push'";
    private const string ScanFile = "scan.sarif";

    public IEnumerable<GeneratedFile> Emit(DeploymentPlan plan)
    {
        if (plan.Ci is { } ci)
        {
            yield return new(
                WorkflowFile,
                YamlWriter.Write([.. Header.Lines, "", $"GitHub reads it as .github/workflows/{plan.Name}.yml."], Workflow(plan, ci))
            );
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
        yield return "## With GitHub Actions";
        yield return "";
        yield return "From the root of the repository:";
        yield return "";
        yield return "```sh";
        yield return "mkdir -p .github/workflows";
        yield return $"cp {Text.Quoted($"{ci.Output}/{WorkflowFile}")} .github/workflows/{plan.Name}.yml";
        yield return "```";
        yield return "";
        yield return "It fails when findings fail the build, when a test does, or when the committed files are not those that publish writes.";
        yield return Registry(plan) == GitHubRegistry
            ? "The image goes to GitHub's registry, for which it needs no secret."
            : "The secrets `REGISTRY_USERNAME` and `REGISTRY_PASSWORD` sign in to the registry.";
        if (CiCommands.CanDeploy(plan, ci))
        {
            yield return $"Each environment ({string.Join(", ", plan.Environments.Select(static environment => $"`{environment.Name}`"))}) is one of the repository's (Settings, Environments), with the secret `KUBE_CONFIG`";
            yield return "of an account that may only change its namespace, and with reviewers where a person has to agree. Roll-outs follow one another.";
        }
    }

    private static Mapping Workflow(DeploymentPlan plan, CiPlan ci)
    {
        var jobs = new Mapping { ["build"] = Build(plan, ci), ["image"] = Image(plan, ci) };
        var before = "image";
        foreach (var environment in CiCommands.CanDeploy(plan, ci) ? plan.Environments : [])
        {
            jobs[$"deploy-{environment.Name}"] = Deploy(plan, ci, environment, before);
            before = $"deploy-{environment.Name}";
        }

        return new()
        {
            ["name"] = plan.Name,
            ["on"] = new Mapping
            {
                ["push"] = new Mapping { ["branches"] = Sequence.Of("main") },
                ["pull_request"] = new Mapping(),
            },
            ["permissions"] = new Mapping { ["contents"] = "read" },
            ["concurrency"] = new Mapping
            {
                ["group"] = "${{ github.workflow }}-${{ github.ref }}",

                // A roll-out that has begun is finished.
                ["cancel-in-progress"] = "${{ github.event_name == 'pull_request' }}",
            },
            ["env"] = new Mapping { ["DOTNET_NOLOGO"] = "true", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "true" },
            ["jobs"] = jobs,
        };
    }

    private static Mapping Build(DeploymentPlan plan, CiPlan ci)
    {
        var steps = Sequence.Of(
            Checkout(),
            new Mapping
            {
                ["uses"] = Action(Versions.Actions.SetupDotNet),
                ["with"] =
                    ci.GlobalJson.Length > 0
                        ? new Mapping { ["global-json-file"] = ci.GlobalJson }
                        : new Mapping { ["dotnet-version"] = ci.SdkVersion },
            },
            Run("Restore", CiCommands.Restore(ci)),
            Run("Build, with the gate", CiCommands.Build(ci)),
            Run("Test", CiCommands.Test(ci)),
            Run("Publish", CiCommands.Publish(ci)),
            Run("The committed files are those that publish writes", [.. CiCommands.Drift(ci)])
        );
        if (CiCommands.Render(plan, ci) is { Count: > 0 } render)
        {
            steps.Add(Run("Every environment renders", [.. render]));
        }

        if (ci.Writes("report"))
        {
            var file = $"{ci.Output}/report/deployability.sarif";
            steps.Add(Upload("Show the findings", file, "deployability"));
        }

        return new()
        {
            ["runs-on"] = Runner,
            ["timeout-minutes"] = ci.BuildMinutes,
            ["permissions"] = new Mapping
            {
                ["contents"] = "read",
                ["security-events"] = Node.Optional(ci.Writes("report") ? "write" : ""),
            },
            ["steps"] = steps,
        };
    }

    private static Mapping Image(DeploymentPlan plan, CiPlan ci)
    {
        var registry = Registry(plan);
        var isGitHubs = registry == GitHubRegistry;
        var repository = plan.Image.HasRegistry
            ? plan.Image.Repository
            : $"{GitHubRegistry}/${{GITHUB_REPOSITORY_OWNER,,}}/{plan.Image.Repository}";
        var reference = "${{ steps.name.outputs.repository }}@${{ steps.build.outputs.digest }}";
        var steps = Sequence.Of(
            Checkout(),
            new Mapping
            {
                ["name"] = "Name the image",
                ["id"] = "name",
                ["run"] = $"echo \"repository={repository}\" >>\"$GITHUB_OUTPUT\"",
            }
        );
        if (plan.Image.IsAot)
        {
            // Native code is compiled on the machine that it is for.
            steps.Add(new Mapping { ["uses"] = Action(Versions.Actions.SetupQemu) });
        }

        steps.Add(new Mapping { ["uses"] = Action(Versions.Actions.SetupBuildx) });
        steps.Add(
            new Mapping
            {
                ["uses"] = Action(Versions.Actions.Login),
                ["if"] = IsPush,
                ["with"] = new Mapping
                {
                    ["registry"] = registry,
                    ["username"] = isGitHubs ? "${{ github.actor }}" : "${{ secrets.REGISTRY_USERNAME }}",
                    ["password"] = isGitHubs ? "${{ secrets.GITHUB_TOKEN }}" : "${{ secrets.REGISTRY_PASSWORD }}",
                },
            }
        );
        steps.Add(
            new Mapping
            {
                ["name"] = "Build the image, and push it from the main branch",
                ["id"] = "build",
                ["uses"] = Action(Versions.Actions.BuildPush),
                ["with"] = new Mapping
                {
                    ["context"] = ci.Context,
                    ["file"] = $"{ci.Output}/Dockerfile",
                    ["platforms"] = string.Join(",", ci.Platforms),
                    ["push"] = $"${{{{ {IsPush} }}}}",
                    ["tags"] = "${{ steps.name.outputs.repository }}:${{ github.sha }}",
                    ["provenance"] = "mode=max",
                    ["sbom"] = true,
                    ["cache-from"] = "type=gha",
                    ["cache-to"] = "type=gha,mode=max",
                },
            }
        );
        if (plan.WebTier is { } tier)
        {
            steps.Add(
                new Mapping
                {
                    ["name"] = "Build the image of the front end, and push it from the main branch",
                    ["id"] = "frontend",
                    ["uses"] = Action(Versions.Actions.BuildPush),
                    ["with"] = new Mapping
                    {
                        ["context"] = ci.Context,
                        ["file"] = $"{ci.Output}/{tier.Folder}/Dockerfile",
                        ["platforms"] = string.Join(",", ci.Platforms),
                        ["push"] = $"${{{{ {IsPush} }}}}",
                        ["tags"] = $"${{{{ steps.name.outputs.repository }}}}-{tier.Name}:${{{{ github.sha }}}}",
                        ["provenance"] = "mode=max",
                        ["sbom"] = true,
                        ["cache-from"] = "type=gha,scope=frontend",
                        ["cache-to"] = "type=gha,scope=frontend,mode=max",
                    },
                }
            );
        }

        steps.Add(
            new Mapping
            {
                ["uses"] = Action(Versions.Actions.Attest),
                ["if"] = IsPush,
                ["with"] = new Mapping
                {
                    ["subject-name"] = "${{ steps.name.outputs.repository }}",
                    ["subject-digest"] = "${{ steps.build.outputs.digest }}",
                    ["push-to-registry"] = true,
                },
            }
        );
        steps.Add(
            new Mapping
            {
                ["name"] = "Look for known vulnerabilities that have a fix",
                ["uses"] = Action(Versions.Actions.Scan),
                ["if"] = IsPush,
                ["with"] = new Mapping
                {
                    ["image"] = reference,
                    ["only-fixed"] = true,
                    ["severity-cutoff"] = "critical",
                    ["output-format"] = "sarif",
                    ["output-file"] = ScanFile,
                },
            }
        );
        steps.Add(Upload("Show the vulnerabilities", ScanFile, "image"));
        return new()
        {
            ["needs"] = "build",
            ["runs-on"] = Runner,
            ["timeout-minutes"] = ci.ImageMinutes,
            ["permissions"] = new Mapping
            {
                ["contents"] = "read",
                ["packages"] = Node.Optional(isGitHubs ? "write" : ""),
                ["security-events"] = "write",
                ["id-token"] = "write",
                ["attestations"] = "write",
            },
            ["outputs"] = new Mapping
            {
                ["repository"] = "${{ steps.name.outputs.repository }}",
                ["digest"] = "${{ steps.build.outputs.digest }}",
                ["frontend-digest"] = Node.Optional(plan.WebTier is null ? "" : "${{ steps.frontend.outputs.digest }}"),
            },
            ["steps"] = steps,
        };
    }

    private static Mapping Deploy(DeploymentPlan plan, CiPlan ci, EnvironmentPlan environment, string before) =>
        new()
        {
            ["needs"] = before == "image" ? Sequence.Of("image") : Sequence.Of("image", before),
            ["if"] = IsPush,
            ["runs-on"] = Runner,
            ["timeout-minutes"] = ci.DeployMinutes,
            ["environment"] = environment.Name,
            ["concurrency"] = $"deploy-{plan.Name}-{environment.Name}",
            ["permissions"] = new Mapping { ["contents"] = "read" },
            ["steps"] = Sequence.Of(
                Checkout(),
                new Mapping
                {
                    ["name"] = "Sign in to the cluster",
                    ["env"] = new Mapping { ["KUBE_CONFIG"] = "${{ secrets.KUBE_CONFIG }}" },
                    ["run"] = Script(
                        "umask 077",
                        "printf '%s' \"$KUBE_CONFIG\" >\"$RUNNER_TEMP/kubeconfig\"",
                        "echo \"KUBECONFIG=$RUNNER_TEMP/kubeconfig\" >>\"$GITHUB_ENV\""
                    ),
                },
                new Mapping
                {
                    ["name"] = "Roll out, and wait until it runs",
                    ["env"] = new Mapping
                    {
                        ["REPOSITORY"] = "${{ needs.image.outputs.repository }}",
                        ["DIGEST"] = "${{ needs.image.outputs.digest }}",
                        ["FRONTEND_DIGEST"] = Node.Optional(plan.WebTier is null ? "" : "${{ needs.image.outputs.frontend-digest }}"),
                    },
                    ["run"] = Script([.. CiCommands.Deploy(plan, ci, environment, "$REPOSITORY", "$DIGEST", "$FRONTEND_DIGEST")]),
                }
            ),
        };

    private static string Registry(DeploymentPlan plan) => plan.Image.HasRegistry ? plan.Image.Repository.Split('/')[0] : GitHubRegistry;

    private static Mapping Checkout() =>
        new()
        {
            ["uses"] = Action(Versions.Actions.Checkout),
            ["with"] = new Mapping { ["persist-credentials"] = false },
        };

    private static Mapping Upload(string name, string file, string category) =>
        new()
        {
            ["name"] = name,
            ["uses"] = Action(Versions.Actions.UploadSarif),
            ["if"] = $"always() && hashFiles('{file.Replace("'", "''")}') != ''",
            ["with"] = new Mapping { ["sarif_file"] = file, ["category"] = category },
        };

    private static Mapping Run(string name, params string[] lines) => new() { ["name"] = name, ["run"] = Script(lines) };

    private static string Script(params string[] lines) => string.Join("\n", lines);

    /// <summary>By commit, which nobody can move; the version is for people and for what updates it.</summary>
    private static Scalar Action(ActionVersion action) =>
        new($"{action.Name}@{action.Commit}", ScalarType.Text) { Remark = action.Version };
}
