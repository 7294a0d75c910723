using Deployability.Publish.Planning;

namespace Deployability.Publish.Solutions;

/// <summary>A setting of one app of a solution that names another one.</summary>
/// <param name="From">Name of the app that calls.</param>
/// <param name="Setting">The setting with the address.</param>
/// <param name="To">Name of the app that is called.</param>
/// <param name="Port">The port of it that is meant.</param>
/// <param name="Rest">What the address has behind host and port.</param>
public sealed record SolutionCall(string From, SettingPlan Setting, string To, PortPlan Port, string Rest)
{
    private string Scheme => Port.IsTls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;

    /// <summary>What reaches it in one compose file.</summary>
    public string ComposeAddress => $"{Scheme}://{To}:{Text.Of(Port.Number)}{Rest}";

    /// <summary>What reaches its Service in one namespace.</summary>
    /// <param name="port">The Service's port for it.</param>
    public string ClusterAddress(int port) =>
        port == (Port.IsTls ? 443 : 80) ? $"{Scheme}://{To}{Rest}" : $"{Scheme}://{To}:{Text.Of(port)}{Rest}";

    /// <summary>
    /// The calls that settings of an app make by the names of others. Names differ in what separates their words alone: what is called
    /// <c>order-service</c> or <c>basket.api</c> in somebody's own compose file is the app of <c>OrderService</c> and <c>Basket.API</c>.
    /// An address of a developer's machine is the app that listens on its port there.
    /// </summary>
    /// <param name="app">The app.</param>
    /// <param name="all">The apps of the solution, itself among them.</param>
    public static IEnumerable<SolutionCall> Of(SolutionApp app, IReadOnlyList<SolutionApp> all)
    {
        foreach (var setting in app.Plan.Configuration.Settings.Where(static setting => setting is { IsFixed: false, CompanionValue: "" }))
        {
            if (
                Uri.TryCreate(setting.Value, UriKind.Absolute, out var address)
                && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
                && address.UserInfo.Length == 0
                && all.Where(other => IsMeant(other, address)).ToList() is [{ Plan: var called }]
                && called.Name != app.Plan.Name
                && PortsOf(called).ToList() is { Count: > 0 } ports
            )
            {
                var port = ports.Find(port => port.Number == address.Port && !address.IsLoopback) ?? ports[0];
                yield return new(app.Plan.Name, setting, called.Name, port, RestOf(setting.Value!));
            }
        }
    }

    private static bool IsMeant(SolutionApp app, Uri address) =>
        address.IsLoopback ? app.LaunchPorts.Contains(address.Port) : Plain(app.Plan.Name) == Plain(address.Host);

    private static IEnumerable<PortPlan> PortsOf(DeploymentPlan plan) => plan.Ports.Where(static port => !port.IsManagement);

    /// <summary>What stands behind host and port, as it is written: a slash at the end decides how paths are joined.</summary>
    private static string RestOf(string address)
    {
        var path = address.IndexOfAny(['/', '?', '#'], address.IndexOf("://", StringComparison.Ordinal) + 3);
        return path < 0 ? "" : address.Substring(path);
    }

    private static string Plain(string name) => name.Replace("-", "").Replace("_", "").Replace(".", "").ToLowerInvariant();
}
