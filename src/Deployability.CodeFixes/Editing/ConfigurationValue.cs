using Deployability.Analyzers.Files;
using Deployability.Formats.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Deployability.CodeFixes.Editing;

/// <summary>A value on its way from the code to configuration: the key, the old value, and the code that reads it.</summary>
/// <param name="Key">With <c>:</c> between sections.</param>
/// <param name="Value">The old value.</param>
/// <param name="Fallback">C# that stands behind <c>??</c>: the old value, or a throw.</param>
internal sealed record ConfigurationValue(string Key, string Value, string Fallback)
{
    private const string ConnectionStrings = "ConnectionStrings:";

    /// <summary>Decides key and fallback: with a settings file for Development the code fails fast elsewhere, else a default that may stay stays.</summary>
    /// <param name="mayStay">Whether the old value is a default that works in a deployment.</param>
    public static async Task<ConfigurationValue> CreateAsync(
        Project project,
        string key,
        string value,
        bool mayStay,
        CancellationToken cancellationToken
    )
    {
        var settings = await SettingsAsync(project, cancellationToken).ConfigureAwait(false);
        var free = FreeKey(settings, key, value);
        return new ConfigurationValue(
            free,
            value,
            settings is null && mayStay ? SymbolDisplay.FormatLiteral(value, quote: true) : Throw(free)
        );
    }

    /// <summary>C# that fails with the name of the key.</summary>
    public static string Throw(string key) => $"throw new InvalidOperationException(\"Configuration value '{key}' is missing.\")";

    /// <summary>C# that reads the value: <c>configuration["Key"] ?? throw …</c>.</summary>
    public string Read(string configuration) => ReadOnly(configuration) + " ?? " + Fallback;

    /// <summary>The solution with the old value in the settings for Development, where the project has them.</summary>
    public Task<Solution> StoreAsync(Solution solution, ProjectId project, CancellationToken cancellationToken) =>
        SettingsFile.AddAsync(solution, project, SettingsFile.Development, Key, [Value], isList: false, cancellationToken);

    /// <summary>Adds what the read needs to be in scope.</summary>
    public SyntaxNode EnsureUsings(SyntaxNode root, SemanticModel model)
    {
        if (Fallback.StartsWith("throw", StringComparison.Ordinal))
        {
            root = Usings.Ensure(root, model, "System");
        }

        return Key.StartsWith(ConnectionStrings, StringComparison.Ordinal)
            ? Usings.Ensure(root, model, "Microsoft.Extensions.Configuration")
            : root;
    }

    private string ReadOnly(string configuration) =>
        Key.StartsWith(ConnectionStrings, StringComparison.Ordinal)
            ? $"{configuration}.GetConnectionString(\"{Key.Substring(ConnectionStrings.Length)}\")"
            : $"{configuration}[\"{Key}\"]";

    private static async Task<JsonFile?> SettingsAsync(Project project, CancellationToken cancellationToken)
    {
        var file = project.AdditionalDocuments.FirstOrDefault(static document =>
            string.Equals(
                Path.GetFileName(document.FilePath ?? document.Name),
                SettingsFile.Development,
                StringComparison.OrdinalIgnoreCase
            )
        );
        return file is null ? null : FileViews.Of(await file.GetTextAsync(cancellationToken).ConfigureAwait(false)).Json;
    }

    // Two services of one name: Services:Orders:BaseUrl, Services:Orders2:BaseUrl.
    private static string FreeKey(JsonFile? settings, string key, string value)
    {
        if (settings is null)
        {
            return key;
        }

        for (var number = 1; ; number++)
        {
            var candidate = number == 1 ? key : Numbered(key, number);
            var taken = settings.Settings.FirstOrDefault(setting =>
                string.Equals(setting.Key, candidate, StringComparison.OrdinalIgnoreCase)
            );
            if (taken is null || taken.Value == value)
            {
                return candidate;
            }
        }
    }

    private static string Numbered(string key, int number)
    {
        var segments = key.Split(':');
        segments[Math.Max(segments.Length - 2, 0)] += number;
        return string.Join(":", segments);
    }
}
