namespace Deployability.Publish.Planning;

/// <summary>An SMB share that the nodes mount.</summary>
/// <param name="Name">A DNS label.</param>
/// <param name="Source"><c>//server/share</c>, perhaps with a folder.</param>
/// <param name="MountPath">Absolute path in the container.</param>
/// <param name="SecretName">Secret with user name and password.</param>
public sealed record SharePlan(string Name, string Source, string MountPath, string SecretName)
{
    /// <summary>What the claim asks for; a share has the size that its server gives it.</summary>
    public string Size { get; init; } = "1Gi";

    /// <summary>Version of the protocol: the newest, which encrypts.</summary>
    public string Protocol { get; init; } = "3.1.1";

    /// <summary>Name of its volume, which is unique in the cluster.</summary>
    public string VolumeName(string app, string space) => Text.Shortened($"{space}-{app}-{Name}", 63);
}

/// <summary>Turns share items, already checked by <see cref="ItemRules"/>, into plans, and says what they need of the cluster.</summary>
internal static class SharePlanner
{
    public static IReadOnlyList<SharePlan> Plan(PlanContext context, string app)
    {
        var shares = context
            .Input.ItemsOf("DeployabilityShare")
            .Select(item => new SharePlan(
                item.Name,
                item["Source"].Replace('\\', '/').TrimEnd('/'),
                item["MountPath"].TrimEnd('/'),
                item["SecretName"] is { Length: > 0 } secret ? secret : Text.Shortened($"{app}-{item.Name}-credentials", 63)
            ))
            .OrderBy(static share => share.Name, StringComparer.Ordinal)
            .ToList();
        foreach (var share in shares)
        {
            context.Leave(
                new(
                    OperatorActionKind.Storage,
                    share.SecretName,
                    $"Create the Secret `{share.SecretName}` in each namespace, with lines `username=`, `password=` and, if need be, `domain=` in a file.",
                    $"The nodes mount {share.Source} through csi-driver-smb, which the cluster must have.",
                    $"kubectl --namespace NAMESPACE create secret generic {share.SecretName} --from-env-file=FILE",
                    IsBlocking: true
                )
            );
        }

        return shares;
    }

    /// <summary>Variables that point the app at its shares, by name.</summary>
    public static IEnumerable<NamedValue> Settings(ProjectInput input) =>
        input
            .ItemsOf("DeployabilityShare")
            .Where(static item => item["EnvironmentVariable"].Length > 0)
            .Select(static item => new NamedValue(Text.VariableName(item["EnvironmentVariable"]), item["MountPath"].TrimEnd('/')));
}
