using Deployability.Publish.Targets.Kubernetes;

namespace Deployability.Publish.Planning;

/// <summary>Turns job and service items, already checked by <see cref="ItemRules"/>, into plans.</summary>
internal static class ItemPlanner
{
    public static IReadOnlyList<JobPlan> Jobs(ProjectInput input) =>
    [
        .. input.ItemsOf("DeployabilityJob")
            .Select(static item => new JobPlan(item.Name, item["Schedule"], ProjectInput.Split(item["Command"]), ProjectInput.Split(item["Args"]), Resources(item)))
            .OrderBy(static job => job.Name, StringComparer.Ordinal),
    ];

    public static IReadOnlyList<SideServicePlan> Services(ProjectInput input) =>
    [
        .. input.ItemsOf("DeployabilityService")
            .Select(static item => new SideServicePlan(item.Name, item["Image"], Port(item["Port"]), item["VolumePath"].TrimEnd('/'), Variables(item["Environment"]), Resources(item)))
            .OrderBy(static service => service.Name, StringComparer.Ordinal),
    ];

    private static int Port(string text) => Rules.TryNumber(text, 1, 65535, out var port) ? port : 0;

    private static IReadOnlyList<KeyValuePair<string, string>> Variables(string text) =>
    [
        .. ProjectInput.Split(text).Where(static part => part.IndexOf('=') > 0).Select(static part => new KeyValuePair<string, string>(part.Substring(0, part.IndexOf('=')), part.Substring(part.IndexOf('=') + 1))),
    ];

    /// <summary>What only one side names holds for the other too, so that no limit is below its request.</summary>
    private static ResourcePlan Resources(ProjectItem item)
    {
        var usual = ResourcePlan.Default;
        return new(
            First(item["CpuRequest"], item["CpuLimit"], usual.CpuRequest),
            First(item["CpuLimit"], item["CpuRequest"], usual.CpuLimit),
            First(item["MemoryRequest"], item["MemoryLimit"], usual.MemoryRequest),
            First(item["MemoryLimit"], item["MemoryRequest"], usual.MemoryLimit));
    }

    private static string First(params string[] values) => values.First(static value => value.Length > 0);
}
