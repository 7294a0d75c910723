using Deployability.Analyzers.Files;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Judges;

/// <summary>What the files around the code say about the scheme of requests.</summary>
/// <param name="IsHandled">Whether a deployment switches forwarded headers on, or gives the server a certificate of its own.</param>
/// <param name="IsOnIis">Whether a web.config hands requests to the ASP.NET Core module of IIS.</param>
/// <param name="IsContainer">Whether there is a Dockerfile, so that IIS is not the host.</param>
/// <param name="HasHttpsPort">Whether a deployment says the port of HTTPS, or has the server listen on it.</param>
/// <param name="HasCertificate">Whether a deployment gives the server a certificate.</param>
internal sealed record SchemeFiles(bool IsHandled, bool IsOnIis, bool IsContainer, bool HasHttpsPort, bool HasCertificate)
{
    private const string Variable = "FORWARDEDHEADERS_ENABLED";

    /// <summary>Reads the files that ship; what serves development only says nothing about a deployment.</summary>
    public static SchemeFiles Read(ProjectFiles files, CancellationToken cancellationToken)
    {
        var result = new SchemeFiles(false, false, false, false, false);
        foreach (var file in files.All)
        {
            if (file.Kind is ProjectFileKind.Other or ProjectFileKind.FrontEnd || file.IsForDevelopment)
            {
                continue;
            }

            var isContainer = file.Kind == ProjectFileKind.Dockerfile;
            var views = file.GetViews(cancellationToken);
            result = new SchemeFiles(
                result.IsHandled || (views is not null && AnySays(file.Kind, views, SaysHandled)),
                result.IsOnIis || (file.Kind == ProjectFileKind.WebConfig && views?.Xml.Named("aspNetCore").Any() == true),
                result.IsContainer || isContainer,
                result.HasHttpsPort || (views is not null && AnySays(file.Kind, views, SaysPort)),
                result.HasCertificate || (views is not null && AnySays(file.Kind, views, static (name, _) => SaysCertificate(name)))
            );
        }

        return result;
    }

    private static bool AnySays(ProjectFileKind kind, FileViews views, Func<string, string, bool> says) =>
        kind switch
        {
            ProjectFileKind.AppSettings => views.Json.Settings.Any(setting => says(setting.Key, setting.Value)),
            ProjectFileKind.MSBuild or ProjectFileKind.PublishProfile => FileValue
                .Of(views.Xml)
                .Any(value => says(value.Name, value.Value)),
            ProjectFileKind.Yaml or ProjectFileKind.HelmValues or ProjectFileKind.Kustomization => views.Yaml.Documents.Any(document =>
                document.DescendantsAndSelf().Any(node => SaysInYaml(node, says))
            ),
            _ => FileVariables.Of(kind, views).Any(value => says(value.Name, value.Value)),
        };

    // A patch is a fragment, and values have any shape: { name: X, value: "true" } and X: "true" count wherever they stand.
    private static bool SaysInYaml(YamlNode node, Func<string, string, bool> says) =>
        (node.TextOf("name") is { } name && node.TextOf("value") is { } value && says(name, value))
        || node.AllEntries.Any(entry => entry.Value.Kind == YamlKind.Scalar && says(entry.Name, entry.Value.Text));

    private static bool SaysHandled(string name, string value) =>
        SaysCertificate(name)
        || (
            (
                name.EndsWith(Variable, StringComparison.OrdinalIgnoreCase)
                || name.Equals(SchemeFeatures.Setting, StringComparison.OrdinalIgnoreCase)
            ) && IsOn(value)
        );

    private static bool SaysCertificate(string name) => IsCertificate(name.Replace("__", ":"));

    // https_port, ASPNETCORE_HTTPS_PORTS, ASPNETCORE_URLS=https://+:8443, Kestrel:Endpoints:Web:Url
    private static bool SaysPort(string name, string value) =>
        (SchemeFeatures.IsPortSetting(name) && value.Length > 0)
        || (
            (name.EndsWith("_URLS", StringComparison.OrdinalIgnoreCase) || ListenAddresses.IsSetting(name))
            && value.IndexOf("https://", StringComparison.OrdinalIgnoreCase) >= 0
        );

    // Kestrel:Certificates:Default:Path, Kestrel:Endpoints:Https:Certificate:Path
    private static bool IsCertificate(string key) =>
        key.IndexOf("Kestrel:Certificates:", StringComparison.OrdinalIgnoreCase) >= 0
        || (
            key.IndexOf("Kestrel:Endpoints:", StringComparison.OrdinalIgnoreCase) >= 0
            && key.IndexOf(":Certificate:", StringComparison.OrdinalIgnoreCase) > 0
        );

    // True, or what the operator puts there: ${FORWARDED}, {{ .Values.forwarded }}
    private static bool IsOn(string value) =>
        value.Equals("true", StringComparison.OrdinalIgnoreCase)
        || value.StartsWith("$", StringComparison.Ordinal)
        || value.StartsWith("{{", StringComparison.Ordinal);
}
