using System.Collections.Immutable;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Recognisers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

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
    public static SchemeFiles Read(ImmutableArray<AdditionalText> files)
    {
        var result = new SchemeFiles(false, false, false);
        foreach (var file in files)
        {
            var kind = ProjectFiles.KindOf(file.Path);
            if (kind is ProjectFileKind.AppSettings or ProjectFileKind.WebConfig or ProjectFileKind.MSBuild or ProjectFileKind.DotEnv or ProjectFileKind.Dockerfile or ProjectFileKind.Compose or ProjectFileKind.Yaml &&
                !ProjectFiles.IsForDevelopment(file.Path) && file.GetText() is { } text)
            {
                result = new SchemeFiles(
                    result.IsHandled || IsHandledBy(text, kind),
                    result.IsOnIis || (kind == ProjectFileKind.WebConfig && XmlSettings.Of(text).Elements("aspNetCore").Any()),
                    result.IsContainer || kind == ProjectFileKind.Dockerfile);
            }
        }

        return result;
    }

    private static bool IsHandledBy(SourceText text, ProjectFileKind kind) => kind switch
    {
        ProjectFileKind.AppSettings => JsonSettings.Of(text).Settings.Any(static setting => IsSwitch(setting) || IsCertificate(setting.Key)),
        ProjectFileKind.Dockerfile => DockerfileReader.Of(text).Any(static instruction => instruction is { Keyword: "ENV", Ships: true } && SaysSo(instruction.Arguments)),
        _ => text.Lines.Any(line => SaysSo(text, line)),
    };

    private static bool IsSwitch(JsonSetting setting) =>
        setting.Key.Equals(SchemeFeatures.Setting, StringComparison.OrdinalIgnoreCase) && setting.Value.Equals("true", StringComparison.OrdinalIgnoreCase);

    // Kestrel:Certificates:Default:Path, Kestrel:Endpoints:Https:Certificate:Path
    private static bool IsCertificate(string key) =>
        key.StartsWith("Kestrel:Certificates:", StringComparison.OrdinalIgnoreCase) ||
        (key.StartsWith("Kestrel:Endpoints:", StringComparison.OrdinalIgnoreCase) && key.IndexOf(":Certificate:", StringComparison.OrdinalIgnoreCase) > 0);

    // Kubernetes writes the value of a variable on the next line.
    private static bool SaysSo(SourceText text, TextLine line)
    {
        var content = text.ToString(line.Span);
        var trimmed = content.TrimStart();
        if (trimmed.StartsWith("#", StringComparison.Ordinal) || trimmed.StartsWith("<!--", StringComparison.Ordinal) || trimmed.StartsWith("//", StringComparison.Ordinal))
        {
            return false;
        }

        var next = line.LineNumber + 1 < text.Lines.Count ? text.ToString(text.Lines[line.LineNumber + 1].Span) : "";
        return content.IndexOf(Variable, StringComparison.OrdinalIgnoreCase) >= 0 || content.IndexOf(CertificateVariable, StringComparison.OrdinalIgnoreCase) >= 0
            ? SaysSo(content + " " + next)
            : false;
    }

    private static bool SaysSo(string content) =>
        content.IndexOf(CertificateVariable, StringComparison.OrdinalIgnoreCase) >= 0 ||
        (content.IndexOf(Variable, StringComparison.OrdinalIgnoreCase) is >= 0 and var found && IsTrue(content.Substring(found + Variable.Length)));

    // ="true", : "true", name="…" value="true", or what the operator puts there: ${FORWARDED:-true}, {{ .Values.forwarded }}
    private static bool IsTrue(string rest)
    {
        rest = rest.TrimStart(' ', '\t', '"', '\'', ':', '=', ',');
        if (rest.StartsWith("value", StringComparison.OrdinalIgnoreCase))
        {
            rest = rest.Substring("value".Length).TrimStart(' ', '\t', '"', '\'', ':', '=');
        }

        return rest.StartsWith("true", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("$", StringComparison.Ordinal) || rest.StartsWith("{{", StringComparison.Ordinal);
    }
}
