using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers;
using Deployability.Formats.Yaml;

namespace Deployability.Analyzers.Judges;

/// <summary>What the files around the code say about the scheme of requests.</summary>
/// <param name="IsHandled">Whether a deployment switches forwarded headers on, or gives the server a certificate of its own.</param>
/// <param name="IsOnIis">Whether a web.config hands requests to the ASP.NET Core module of IIS.</param>
/// <param name="IsContainer">Whether there is a Dockerfile, so that IIS is not the host.</param>
internal sealed record SchemeFiles(bool IsHandled, bool IsOnIis, bool IsContainer)
{
    private const string Variable = "FORWARDEDHEADERS_ENABLED";
    private const string CertificateVariable = "Kestrel__Certificates__";

    /// <summary>Reads the files that ship; what serves development only says nothing about a deployment.</summary>
    public static SchemeFiles Read(ProjectFiles files, CancellationToken cancellationToken)
    {
        var result = new SchemeFiles(false, false, false);
        foreach (var file in files.All)
        {
            if (file.Kind is ProjectFileKind.Other or ProjectFileKind.FrontEnd || file.IsForDevelopment)
            {
                continue;
            }

            var isContainer = file.Kind == ProjectFileKind.Dockerfile;
            var views = file.GetViews(cancellationToken);
            result = new SchemeFiles(
                result.IsHandled || (views is not null && IsHandledBy(file.Kind, views)),
                result.IsOnIis || (file.Kind == ProjectFileKind.WebConfig && views?.Xml.Named("aspNetCore").Any() == true),
                result.IsContainer || isContainer);
        }

        return result;
    }

    private static bool IsHandledBy(ProjectFileKind kind, FileViews views) => kind switch
    {
        ProjectFileKind.AppSettings => views.Json.Settings.Any(static setting =>
            (setting.Key.Equals(SchemeFeatures.Setting, StringComparison.OrdinalIgnoreCase) && IsOn(setting.Value)) || IsCertificate(setting.Key)),
        ProjectFileKind.MSBuild or ProjectFileKind.PublishProfile => FileValue.Of(views.Xml).Any(Says),
        ProjectFileKind.Yaml or ProjectFileKind.HelmValues or ProjectFileKind.Kustomization => views.Yaml.Documents.Any(static document => document.DescendantsAndSelf().Any(SaysInYaml)),
        _ => FileVariables.Of(kind, views).Any(Says),
    };

    // Kestrel:Certificates:Default:Path, Kestrel:Endpoints:Https:Certificate:Path
    private static bool IsCertificate(string key) =>
        key.StartsWith("Kestrel:Certificates:", StringComparison.OrdinalIgnoreCase) ||
        (key.StartsWith("Kestrel:Endpoints:", StringComparison.OrdinalIgnoreCase) && key.IndexOf(":Certificate:", StringComparison.OrdinalIgnoreCase) > 0);

    private static bool Says(FileValue value) => Says(value.Name, value.Value);

    // A patch is a fragment, and values have any shape: { name: X, value: "true" } and X: "true" count wherever they stand.
    private static bool SaysInYaml(YamlNode node) =>
        (node.TextOf("name") is { } name && node.TextOf("value") is { } value && Says(name, value)) ||
        node.AllEntries.Any(static entry => entry.Value.Kind == YamlKind.Scalar && Says(entry.Name, entry.Value.Text));

    private static bool Says(string name, string value) =>
        name.IndexOf(CertificateVariable, StringComparison.OrdinalIgnoreCase) >= 0 || (name.EndsWith(Variable, StringComparison.OrdinalIgnoreCase) && IsOn(value));

    // True, or what the operator puts there: ${FORWARDED}, {{ .Values.forwarded }}
    private static bool IsOn(string value) =>
        value.Equals("true", StringComparison.OrdinalIgnoreCase) || value.StartsWith("$", StringComparison.Ordinal) || value.StartsWith("{{", StringComparison.Ordinal);
}
