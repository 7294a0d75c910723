using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A folder whose files are configuration, one key each.</summary>
/// <param name="Folder">What names it; null when nothing does.</param>
/// <param name="IsOptional">Whether the app starts without it.</param>
/// <param name="Delimiter">What stands for ':' in a file's name.</param>
internal sealed record KeyFileFolder(IOperation? Folder, bool IsOptional, string Delimiter);

/// <summary>
/// Knows Microsoft.Extensions.Configuration.KeyPerFile: <c>AddKeyPerFile("/run/secrets", optional: true)</c>, and the form that is given a
/// lambda over its source.
/// </summary>
internal sealed class KeyFiles : Recogniser<KeyFileFolder>
{
    public const string Added = "AddKeyPerFile";
    private const string Configuration = "Microsoft.Extensions.Configuration";

    public override IEnumerable<string> Words => [Added];

    public override KeyFileFolder? Recognise(Candidate candidate)
    {
        if (candidate.Call is not { TargetMethod.Name: Added } call || !call.TargetMethod.IsInNamespace(Configuration))
        {
            return null;
        }

        var optional = call.Argument("optional")?.Unwrap() ?? call.AssignedBelow("Optional");
        return new KeyFileFolder(
            call.Argument("directoryPath") ?? (call.AssignedBelow("FileProvider") as IObjectCreationOperation)?.Argument(0),
            optional?.ConstantValue is { HasValue: true, Value: true },
            call.AssignedBelow("SectionDelimiter")?.ConstantValue.Value as string ?? KeyFilesFact.Default
        );
    }

    /// <summary>The fact, when all that names the folder is one absolute path.</summary>
    public static KeyFilesFact? FactOf(KeyFileFolder files, ProjectContext project, FactSource source)
    {
        var folders = project
            .Values.Trace(files.Folder)
            .Select(static value => value.HasHole ? "" : value.Text.TrimEnd('/'))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return folders is [var folder] && folder.StartsWith("/", StringComparison.Ordinal) && files.Delimiter.Length > 0
            ? new KeyFilesFact(source, folder, files.IsOptional, files.Delimiter)
            : null;
    }
}
