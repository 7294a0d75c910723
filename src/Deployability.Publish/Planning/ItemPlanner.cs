namespace Deployability.Publish.Planning;

/// <summary>Turns job and service items, already checked by <see cref="ItemRules"/>, into plans.</summary>
internal static class ItemPlanner
{
    public static IReadOnlyList<JobPlan> Jobs(ProjectInput input) =>
        [
            .. input
                .ItemsOf("DeployabilityJob")
                .Select(static item => new JobPlan(
                    item.Name,
                    item["Schedule"],
                    ProjectInput.Split(item["Command"]),
                    ProjectInput.Split(item["Args"]),
                    Resources(item)
                )
                {
                    TimeZone = Value(item, "TimeZone"),
                    Deadline = Rules.TryNumber(Value(item, "DeadlineSeconds"), 1, int.MaxValue, out var seconds) ? seconds : 0,
                    Concurrency = Value(item, "Concurrency"),
                })
                .OrderBy(static job => job.Name, StringComparer.Ordinal),
        ];

    public static IReadOnlyList<SideServicePlan> Services(ProjectInput input) =>
        [
            .. input
                .ItemsOf("DeployabilityService")
                .Select(static item => new SideServicePlan(
                    item.Name,
                    item["Image"],
                    Port(item["Port"]),
                    item["VolumePath"].TrimEnd('/'),
                    CompanionImages.Variables(item["Image"], item["VolumePath"].TrimEnd('/'), Variables(item["Environment"])),
                    Resources(item)
                )
                {
                    Size = Value(item, "Size"),
                    VolumeSubPath = CompanionImages.VolumeSubPath(item["Image"]),
                })
                .OrderBy(static service => service.Name, StringComparer.Ordinal),
        ];

    /// <summary>The network's items added to what code says.</summary>
    public static NetworkPlan Network(ProjectInput input, NetworkPlan network) =>
        network with
        {
            IngressFrom =
            [
                .. input
                    .ItemsOf("DeployabilityIngressFrom")
                    .Select(static item => item.Name)
                    .OrderBy(static name => name, StringComparer.Ordinal),
            ],
            Clients =
            [
                .. input
                    .ItemsOf("DeployabilityClient")
                    .Select(static item => new ClientPlan(item.Name, item["Namespace"]))
                    .Distinct()
                    .OrderBy(static client => client.Name, StringComparer.Ordinal)
                    .ThenBy(static client => client.Namespace, StringComparer.Ordinal),
            ],
            Egress =
            [
                .. input
                    .ItemsOf("DeployabilityEgress")
                    .Select(static item => new EgressPlan(item.Name, Port(item["Port"]), item["Cidr"]))
                    .OrderBy(static egress => egress.Name, StringComparer.Ordinal),
            ],
        };

    private static string Value(ProjectItem item, string metadata) =>
        item[metadata] is { Length: > 0 } value ? value : ItemSchema.DefaultOf(item.Type, metadata);

    private static int Port(string text) => Rules.TryNumber(text, 1, 65535, out var port) ? port : 0;

    private static IReadOnlyList<NamedValue> Variables(string text) =>
        [
            .. ProjectInput
                .Split(text)
                .Where(static part => part.IndexOf('=') > 0)
                .Select(static part => new NamedValue(part.Substring(0, part.IndexOf('=')), part.Substring(part.IndexOf('=') + 1))),
        ];

    /// <summary>What only one side names holds for the other too, so that no limit is below its request.</summary>
    private static ResourcePlan Resources(ProjectItem item)
    {
        var usual = ResourcePlan.Default;
        return new(
            First(item["CpuRequest"], item["CpuLimit"], usual.CpuRequest),
            First(item["CpuLimit"], item["CpuRequest"], usual.CpuLimit),
            First(item["MemoryRequest"], item["MemoryLimit"], usual.MemoryRequest),
            First(item["MemoryLimit"], item["MemoryRequest"], usual.MemoryLimit)
        );
    }

    private static string First(params string[] values) => values.First(static value => value.Length > 0);
}
