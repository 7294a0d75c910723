using System.Runtime.CompilerServices;
using Deployability.Model;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Engine;

/// <summary>The baseline of one compilation: which findings were there when the project began, and are not reported.</summary>
internal sealed class KnownFindings
{
    private static readonly ConditionalWeakTable<Compilation, KnownFindings> OfCompilations = new();

    private readonly Baseline? baseline;
    private readonly string projectFolder;

    private KnownFindings(Baseline? baseline, string projectFolder) => (this.baseline, this.projectFolder) = (baseline, projectFolder);

    public static KnownFindings Of(Compilation compilation, AnalyzerOptions options) =>
        OfCompilations.GetValue(compilation, _ => Read(options));

    /// <summary>Whether a finding in code is listed.</summary>
    public bool Lists(string id, Location location) =>
        baseline is not null
        && location.SourceTree is { } tree
        && Lists(id, tree.FilePath, tree.GetText(Cancellation.Token), location.SourceSpan.Start);

    /// <summary>Whether a finding in any text is listed.</summary>
    public bool Lists(string id, string path, SourceText text, int position)
    {
        var file = baseline is null ? "" : Baseline.RelativePath(projectFolder, path);
        if (baseline?.MayList(id, file) != true)
        {
            return false;
        }

        var isSecret = RuleCatalogue.Find(id) is { IsAboutSecrets: true };
        var number = text.Lines.GetLineFromPosition(position).LineNumber;
        var line = MaskedLine.Of(text.Lines[number].ToString(), file, isSecret);
        var hash = Baseline.Hash(id, file, line);
        if (!baseline.Lists(id, file, hash, 1))
        {
            return false;
        }

        var occurrence = 1;
        for (var above = 0; above < number; above++)
        {
            if (MaskedLine.Of(text.Lines[above].ToString(), file, isSecret) == line)
            {
                occurrence++;
            }
        }

        return baseline.Lists(id, file, hash, occurrence);
    }

    private static KnownFindings Read(AnalyzerOptions options)
    {
        var global = options.AnalyzerConfigOptionsProvider.GlobalOptions;
        if (global.TryGetValue("build_property.DeployabilityAudit", out var audit) && audit == "true")
        {
            return new(null, "");
        }

        foreach (var file in options.AdditionalFiles)
        {
            if (file.Path.EndsWith(Baseline.FileName, StringComparison.OrdinalIgnoreCase) && file.GetText(Cancellation.Token) is { } text)
            {
                var folder =
                    global.TryGetValue("build_property.ProjectDir", out var said) && said.Length > 0
                        ? said
                        : Path.GetDirectoryName(file.Path) ?? "";
                return new(Baseline.Parse(text.ToString()), folder);
            }
        }

        return new(null, "");
    }
}
