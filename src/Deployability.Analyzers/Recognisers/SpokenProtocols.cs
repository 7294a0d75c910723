using Deployability.Analyzers.Files;
using Deployability.Model;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows what the server's endpoints speak, by code and by settings that ship.</summary>
internal static class SpokenProtocols
{
    private const string Endpoints = "Kestrel:Endpoints:";
    private const string Protocols = ":Protocols";
    private const string OfDefaults = "Kestrel:EndpointDefaults:Protocols";

    /// <summary>Whether no endpoint of the app speaks HTTP/1.1, so that no probe over it is ever answered.</summary>
    /// <param name="project">Whose code sets the server up.</param>
    /// <param name="files">Around the code; settings that ship may say it too.</param>
    /// <param name="cancellation">Of the asker.</param>
    public static bool AreHttp2Alone(ProjectContext project, ProjectFiles files, CancellationToken cancellation)
    {
        var settings = Settings(files, cancellation);
        var isDefault =
            settings.TryGetValue(OfDefaults, out var said) && IsHttp2(said)
            || project
                .All(Find.ListenFeatures, cancellation)
                .Any(static feature => feature.Guard != Guard.Development && feature.Value.Name == Features.Http2Only);

        var endpoints = project
            .All(Find.ListenAddresses, cancellation)
            .Where(static listen => listen.Guard != Guard.Development && listen.Value.Addresses.Count > 0)
            .Select(listen =>
                listen.Operation is { } call && (ListenPorts.SpeaksHttp2Alone(call) || isDefault && !ListenPorts.HasOptions(call))
            )
            .Concat(
                settings
                    .Keys.Where(static key => key.StartsWith(Endpoints, StringComparison.OrdinalIgnoreCase))
                    .Select(static key => key.Substring(Endpoints.Length).Split(':')[0])
                    .Distinct(StringComparer.OrdinalIgnoreCase)
                    .Select(name => settings.TryGetValue(Endpoints + name + Protocols, out var own) ? IsHttp2(own) : isDefault)
            )
            .ToList();
        return endpoints.Count == 0 ? isDefault : endpoints.TrueForAll(static speaks => speaks);
    }

    private static bool IsHttp2(string protocols) => protocols.Equals("Http2", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> Settings(ProjectFiles files, CancellationToken cancellation)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files.OfKind(ProjectFileKind.AppSettings))
        {
            if (file.IsShipped && file.GetViews(cancellation) is { } views)
            {
                foreach (var setting in views.Json.Settings)
                {
                    settings[setting.Key] = setting.Value;
                }
            }
        }

        return settings;
    }
}
