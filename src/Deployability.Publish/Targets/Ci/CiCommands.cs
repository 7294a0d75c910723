using Deployability.Publish.Planning;

namespace Deployability.Publish.Targets.Ci;

/// <summary>What pipelines run, whoever runs them. Lines of a shell.</summary>
internal static class CiCommands
{
    public static string Restore(CiPlan ci) => $"dotnet restore {Text.Quoted(ci.Solution)}{(ci.IsLocked ? " --locked-mode" : "")}";

    /// <summary>Findings fail it: the gate is closed where CI is true.</summary>
    public static string Build(CiPlan ci) => $"dotnet build {Text.Quoted(ci.Solution)} --configuration Release --no-restore";

    public static string Test(CiPlan ci) => $"dotnet test {Text.Quoted(ci.Solution)} --configuration Release --no-build";

    /// <summary>It restores by itself: a native, single-file or precompiled app is published for a platform, for which SDKs before 10 restore nothing else.</summary>
    public static string Publish(CiPlan ci) => $"dotnet publish {Text.Quoted(ci.Project)} --configuration Release --output out";

    /// <summary>What publish writes has to be what is committed. The report is left out: it changes with every finding.</summary>
    public static IReadOnlyList<string> Drift(CiPlan ci) =>
        [
            $"git add --intent-to-add -- {Text.Quoted(ci.Output)}",
            $"git diff --exit-code -- {Text.Quoted(ci.Output)} ':(exclude){ci.Output}/report' || {{",
            "  echo 'The deployment files are not those of the code: run dotnet publish and commit them.'",
            "  exit 1",
            "}",
        ];

    /// <summary>Whether every environment renders.</summary>
    public static IReadOnlyList<string> Render(DeploymentPlan plan, CiPlan ci) =>
        [
            .. ci.Writes("kubernetes")
                ? Overlays(plan).Select(overlay => $"kubectl kustomize {Text.Quoted($"{ci.Output}/{overlay}")} >/dev/null")
                : [],
            .. ci.Writes("helm") ? [$"helm lint --strict {Chart(plan, ci)}", .. Values(plan, ci)] : Array.Empty<string>(),
        ];

    /// <summary>Rolls an image out to an environment, and waits until it runs.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="ci">What the pipeline works on.</param>
    /// <param name="environment">Where to.</param>
    /// <param name="repository">How the shell has the image's repository.</param>
    /// <param name="digest">How the shell has its digest.</param>
    /// <param name="frontendDigest">How the shell has the digest of the front end's image.</param>
    public static IReadOnlyList<string> Deploy(
        DeploymentPlan plan,
        CiPlan ci,
        EnvironmentPlan environment,
        string repository,
        string digest,
        string frontendDigest
    ) =>
        [
            .. ci.Writes("kubernetes")
                ?
                [
                    $"cd {Text.Quoted($"{ci.Output}/kubernetes/overlays/{environment.Name}")}",
                    $"kustomize edit set image \"{plan.Image.Repository}={repository}@{digest}\"{(plan.WebTier is { } tier ? $" \"{tier.Repository}={repository}-{tier.Name}@{frontendDigest}\"" : "")}",
                    "kubectl apply --kustomize .",
                ]
                : new[]
                {
                    $"helm upgrade --install {plan.Name} {Chart(plan, ci)} --namespace {environment.Namespace} --create-namespace --values {Text.Quoted($"{ci.Output}/helm/{plan.Name}/values-{environment.Name}.yaml")} --set image.repository=\"{repository}\" --set image.digest=\"{digest}\"{(plan.WebTier is { } own ? $" --set frontend.image.repository=\"{repository}-{own.Name}\" --set frontend.image.digest=\"{frontendDigest}\"" : "")}",
                },
            .. plan.OnlyJobs
                ? Array.Empty<string>()
                :
                [
                    $"kubectl --namespace {environment.Namespace} rollout status deployment/{plan.Name} --timeout={Text.Of(ci.RollOutMinutes)}m",
                ],
        ];

    /// <summary>Whether there is anything that a pipeline can roll out.</summary>
    public static bool CanDeploy(DeploymentPlan plan, CiPlan ci) =>
        plan.Environments.Count > 0 && (ci.Writes("kubernetes") || ci.Writes("helm"));

    private static IEnumerable<string> Overlays(DeploymentPlan plan) =>
        plan.Environments.Select(static environment => $"kubernetes/overlays/{environment.Name}").Prepend("kubernetes/base");

    private static IEnumerable<string> Values(DeploymentPlan plan, CiPlan ci) =>
        plan.Environments.Select(environment =>
            $"helm template {plan.Name} {Chart(plan, ci)} --values {Text.Quoted($"{ci.Output}/helm/{plan.Name}/values-{environment.Name}.yaml")} >/dev/null"
        );

    private static string Chart(DeploymentPlan plan, CiPlan ci) => Text.Quoted($"{ci.Output}/helm/{plan.Name}");
}
