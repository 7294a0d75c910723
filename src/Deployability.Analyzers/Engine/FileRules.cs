using System.Collections.Immutable;
using Deployability.Analyzers.Files;
using Deployability.Formats;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Engine;

/// <summary>How a rule comes to the files around the code.</summary>
internal static class FileRules
{
    /// <summary>Has a rule look at files of these kinds that ship.</summary>
    /// <param name="context">Of the rule.</param>
    /// <param name="kinds">One or several.</param>
    /// <param name="analyze">Looks at one file; may run for several at once.</param>
    public static void RegisterShippedFiles(
        this CompilationStartAnalysisContext context,
        ProjectFileKind kinds,
        Action<FileContext> analyze
    ) => Register(context, kinds, withDevelopment: false, analyze);

    /// <summary>The same, files for development among them.</summary>
    public static void RegisterAllFiles(this CompilationStartAnalysisContext context, ProjectFileKind kinds, Action<FileContext> analyze) =>
        Register(context, kinds, withDevelopment: true, analyze);

    private static void Register(
        CompilationStartAnalysisContext context,
        ProjectFileKind kinds,
        bool withDevelopment,
        Action<FileContext> analyze
    )
    {
        var files = ProjectFiles.Of(context.Options);
        if (((withDevelopment ? files.AllKinds : files.ShippedKinds) & kinds) != 0)
        {
            context.RegisterAdditionalFileAction(action =>
            {
                if (files.Get(action.AdditionalFile) is var file && IsMeant(file) && file.GetText(action.CancellationToken) is { } text)
                {
                    analyze(new FileContext(action, file, text));
                }
            });
        }

        bool IsMeant(ProjectFile file) => (file.Kind & kinds) != 0 && (withDevelopment || file.IsShipped);
    }
}

/// <summary>One file that a rule looks at.</summary>
/// <param name="context">Of the compiler.</param>
/// <param name="file">The file.</param>
/// <param name="text">Its text.</param>
internal readonly struct FileContext(AdditionalFileAnalysisContext context, ProjectFile file, SourceText text)
{
    /// <summary>The property of a diagnostic under which a fix finds what to write in its place.</summary>
    public const string ReplacementProperty = "Replacement";

    public ProjectFile File => file;

    public FileViews Views => FileViews.Of(text);

    /// <summary>The other files, for rules about what stands in several together.</summary>
    public ProjectFiles Files => ProjectFiles.Of(context.Options);

    /// <summary>The containers that run the app.</summary>
    public AppContainers Containers => AppContainers.Of(Files, context.Compilation.AssemblyName ?? "", CancellationToken);

    public CancellationToken CancellationToken => context.CancellationToken;

    /// <summary>The environment variables that the file gives to the app where it is deployed.</summary>
    public IEnumerable<FileValue> Variables => FileVariables.Of(file, Views, Files, CancellationToken);

    /// <summary>Reports, unless a comment in the file says <c>deployability:ignore DPLnnnn reason</c>.</summary>
    /// <param name="descriptor">Of the rule.</param>
    /// <param name="range">What must change; for something absent, the smallest thing that exists.</param>
    /// <param name="arguments">Of the message.</param>
    /// <returns>Whether anybody hears of it: not where it is silenced, or another program's to report.</returns>
    public bool Report(DiagnosticDescriptor descriptor, TextRange range, params object[] arguments) =>
        Report(descriptor, range, null, null, arguments);

    /// <inheritdoc cref="Report(DiagnosticDescriptor, TextRange, object[])"/>
    /// <param name="replacement">What a fix writes at the range; null when only people can tell.</param>
    /// <param name="related">Other places that the finding is about, such as the code that a file contradicts.</param>
    public bool Report(
        DiagnosticDescriptor descriptor,
        TextRange range,
        string? replacement,
        IEnumerable<Location>? related,
        params object[] arguments
    )
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        if (FileSuppressions.At(text, range.Start, descriptor.Id) is { } suppression)
        {
            ReportMissingReason(descriptor, suppression);
            return false;
        }

        var options = context.Options.AnalyzerConfigOptionsProvider.GetOptions(context.AdditionalFile);
        if (
            Severities.Of(context.Compilation, context.Options).Apply(descriptor, options) is not { } applied
            || !ProjectFiles.Of(context.Options).IsOurs(file, FileViews.Of(text), range.Start)
            || KnownFindings.Of(context.Compilation, context.Options).Lists(descriptor.Id, context.AdditionalFile.Path, text, range.Start)
        )
        {
            return false;
        }

        context.ReportDiagnostic(
            Diagnostic.Create(
                applied,
                LocationOf(range),
                related,
                replacement is null ? null : ImmutableDictionary<string, string?>.Empty.Add(ReplacementProperty, replacement),
                arguments
            )
        );
        return true;
    }

    /// <summary>A place of the file.</summary>
    public Location LocationOf(TextRange range)
    {
        var span = new TextSpan(range.Start, range.Length);
        return Location.Create(context.AdditionalFile.Path, span, text.Lines.GetLinePositionSpan(span));
    }

    // A suggestion under the rule's own id: the gate, which raises what the rule finds, leaves it alone.
    private void ReportMissingReason(DiagnosticDescriptor descriptor, FileSuppression suppression)
    {
        if (!suppression.HasReason && ProjectFiles.Of(context.Options).IsOurs(file, FileViews.Of(text), suppression.Span.Start))
        {
            context.ReportDiagnostic(
                Diagnostic.Create(
                    descriptor.Id,
                    descriptor.Category,
                    $"{descriptor.Id} is silenced here without a reason; write it behind the id, so that others know why",
                    DiagnosticSeverity.Info,
                    DiagnosticSeverity.Info,
                    isEnabledByDefault: true,
                    warningLevel: 1,
                    title: descriptor.Title,
                    helpLink: descriptor.HelpLinkUri,
                    location: Location.Create(
                        context.AdditionalFile.Path,
                        suppression.Span,
                        text.Lines.GetLinePositionSpan(suppression.Span)
                    )
                )
            );
        }
    }
}
