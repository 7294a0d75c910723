using Deployability.Analyzers.Files;
using Deployability.Formats;
using Deployability.Formats.Json;
using Deployability.Formats.Kubernetes;
using Deployability.Formats.Xml;
using Deployability.Formats.Yaml;
using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A place in a file around the code that lets every origin in.</summary>
/// <param name="Range">In the file.</param>
/// <param name="Display">What it says.</param>
/// <param name="WithCredentials">Whether the same place allows credentials too.</param>
/// <param name="Place">Where the message says to list the origins.</param>
internal readonly record struct FileWildcard(TextRange Range, string Display, bool WithCredentials, string Place = FileCors.UsualPlace);

/// <summary>Finds open CORS in settings, web.config, variables and ingress annotations.</summary>
internal static class FileCors
{
    /// <summary>Where origins are listed, when nothing else is known of the app.</summary>
    public const string UsualPlace = "'Cors:AllowedOrigins'";

    private static readonly string[] Switches = ["AllowAnyOrigin", "AllowAllOrigins"];

    private static readonly string[] CredentialKeys = ["AllowCredentials", "SupportsCredentials", "AllowCredential"];

    /// <summary>What a settings file or web.config says.</summary>
    public static IEnumerable<FileWildcard> InConfiguration(ProjectFileKind kind, FileViews views) =>
        kind == ProjectFileKind.WebConfig ? InWebConfig(views.Xml) : InSettings(views.Json);

    /// <summary>"Cors": { "AllowAnyOrigin": true }, when code has something of that name to read it into.</summary>
    public static IEnumerable<FileWildcard> InSwitches(JsonFile file, Compilation compilation)
    {
        foreach (var setting in file.Settings)
        {
            var name = LastOf(setting.Key);
            if (Array.Exists(Switches, name.Equals) && IsOn(setting.Value) && IsRead(name, compilation))
            {
                yield return new FileWildcard(setting.Range, $"'{setting.Key}': true", AllowsCredentials(file, setting.Key));
            }
        }
    }

    private static bool IsRead(string name, Compilation compilation) =>
        compilation.ContainsSymbolsWithName(name, SymbolFilter.Member)
        || compilation.SyntaxTrees.Any(tree =>
            tree.Mentions([name], Cancellation.Token)
            && tree.GetRoot(Cancellation.Token)
                .DescendantTokens()
                .Any(token => token.Value is string text && text.EndsWith(name, StringComparison.Ordinal))
        );

    // Whether the section of a setting allows credentials.
    private static bool AllowsCredentials(JsonFile file, string key) =>
        file.Settings.Any(setting =>
            IsOn(setting.Value)
            && Array.Exists(CredentialKeys, name => LastOf(setting.Key).Equals(name, StringComparison.OrdinalIgnoreCase))
            && IsBeside(setting.Key, key, ':')
        );

    /// <summary>Cors__AllowedOrigins__0=*</summary>
    public static IEnumerable<FileWildcard> InVariables(IEnumerable<FileValue> all)
    {
        var variables = all.Where(static variable => variable.Name.IndexOf("__", StringComparison.Ordinal) > 0).ToList();
        foreach (var variable in variables)
        {
            if (variable.Name.IndexOf("Origin", StringComparison.OrdinalIgnoreCase) >= 0 && HasStar(variable.Value))
            {
                var withCredentials = variables.Exists(other =>
                    IsOn(other.Value)
                    && Array.Exists(CredentialKeys, name => other.Name.EndsWith("__" + name, StringComparison.OrdinalIgnoreCase))
                    && IsBeside(other.Name.Replace("__", ":"), variable.Name.Replace("__", ":"), ':')
                );
                yield return new FileWildcard(variable.Range, $"{variable.Name}=*", withCredentials, $"'{variable.Name}'");
            }
        }
    }

    /// <summary>nginx.ingress.kubernetes.io/cors-allow-origin: "*"; enable-cors without a list means the same.</summary>
    public static IEnumerable<(YamlNode Place, string Display, bool WithCredentials)> InIngress(KubernetesObject manifest)
    {
        var annotations = manifest.Kind == KubernetesKinds.Ingress ? manifest.Root.Find("metadata", "annotations") : null;
        var origins = Annotation("/cors-allow-origin");
        var isOn = Annotation("/enable-cors");
        var withCredentials = Annotation("/cors-allow-credentials")?.Value.IsTrue == true;
        if (origins is not null && isOn?.Value.IsFalse != true && HasStar(origins.Value.Text))
        {
            yield return (origins.Value, $"The annotation {origins.Name}: \"*\"", withCredentials);
        }
        else if (origins is null && annotations?.IsOpen == false && isOn?.Value.IsTrue == true)
        {
            yield return (isOn.Value, $"The annotation {isOn.Name} without cors-allow-origin", withCredentials);
        }

        YamlEntry? Annotation(string suffix) =>
            annotations?.AllEntries.FirstOrDefault(entry => entry.Name.EndsWith(suffix, StringComparison.Ordinal));
    }

    // "Cors": { "AllowedOrigins": ["*"] }, or a list in one string.
    private static IEnumerable<FileWildcard> InSettings(JsonFile file) =>
        file
            .Settings.Where(static setting =>
                setting.IsString && setting.Key.IndexOf("Origin", StringComparison.OrdinalIgnoreCase) >= 0 && HasStar(setting.Value)
            )
            .Select(setting => new FileWildcard(
                setting.Range,
                $"'{setting.Key}': \"*\"",
                AllowsCredentials(file, setting.Key),
                $"as the variable '{setting.Key.Replace(":", "__")}'"
            ));

    // <customHeaders>, and <cors><add origin="*" allowCredentials="true"/></cors> of the IIS module.
    private static IEnumerable<FileWildcard> InWebConfig(XmlFile file)
    {
        var withCredentials = file.Named("add")
            .Any(static element => Is(element, "Access-Control-Allow-Credentials") && ValueOf(element) == "true");
        foreach (var element in file.Named("add"))
        {
            if (Is(element, "Access-Control-Allow-Origin") && ValueOf(element) == "*")
            {
                yield return new FileWildcard(
                    element.Attribute("value")!.Range,
                    "The header Access-Control-Allow-Origin: *",
                    withCredentials
                );
            }
            else if (element.Attribute("origin") is { } origin && origin.Value.Trim() == "*")
            {
                yield return new FileWildcard(
                    origin.Range,
                    "The origin \"*\" of the IIS CORS module",
                    element.Attribute("allowCredentials")?.Value.Equals("true", StringComparison.OrdinalIgnoreCase) == true
                );
            }
        }
    }

    private static bool Is(XmlElementNode element, string header) =>
        element.Attribute("name")?.Value.Equals(header, StringComparison.OrdinalIgnoreCase) == true;

    private static string? ValueOf(XmlElementNode element) => element.Attribute("value")?.Value.Trim();

    // In the same section: Cors:AllowedOrigins:0 and Cors:AllowCredentials.
    private static bool IsBeside(string switchKey, string originsKey, char separator)
    {
        var section = switchKey.Substring(0, switchKey.LastIndexOf(separator) + 1);
        return section.Length > 0 && originsKey.StartsWith(section, StringComparison.OrdinalIgnoreCase);
    }

    private static string LastOf(string key) => key.Substring(key.LastIndexOf(':') + 1);

    private static bool IsOn(string value) => value.Equals("true", StringComparison.OrdinalIgnoreCase);

    private static bool HasStar(string value) => value == "*" || Array.Exists(value.Split(',', ';'), static origin => origin.Trim() == "*");
}
