using Deployability.Analyzers.Contract;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.State;

/// <summary>DPL4007: a SQLite or LiteDB file in the app's own directory, in code and in settings that ship.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FileDatabaseInAppDirectoryAnalyzer() : DeployabilityAnalyzer(Descriptors.FileDatabaseInAppDirectory)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (!project.Types.Has(TypeNames.HostEnvironment))
        {
            return;
        }

        var facts = AppFacts.Of(project);
        var deployed = facts.DeployedIn(ProjectFiles.Of(context.Options));
        context.RegisterBodyValues(
            project,
            Find.FileDatabaseUses,
            Descriptors.FileDatabaseInAppDirectory,
            operation => Judge(operation, project, deployed, context.Options, Cancellation.Token),
            OperationKind.Invocation,
            OperationKind.ObjectCreation,
            OperationKind.SimpleAssignment
        );
        var keys = new Once<ISet<string>>(cancellation => FileDatabases.KeysOf(project, cancellation));
        context.RegisterShippedFiles(ProjectFileKind.AppSettings, c => AnalyzeSettings(c, keys, facts.Keys, deployed));
    }

    private static IEnumerable<ValueFinding> Judge(
        IOperation operation,
        ProjectContext project,
        DeployedContainers deployed,
        AnalyzerOptions options,
        CancellationToken cancellationToken
    ) =>
        FileDatabases.TryRecognise(operation) is { } value
        && FileDatabases.FileOf(value, project) is { Root: PathRoot.AppDirectory } file
        && project.Guards.RunsInProduction(operation)
        && !(file.Key.Length > 0 && IsConfigured(file.Key, options, cancellationToken))
        && !deployed.Keep(file.Text, cancellationToken)
            ?
            [
                new ValueFinding(
                    file.Source.GetLocation(),
                    operation.Syntax,
                    file.Display,
                    "read its path from configuration and keep it on a volume"
                ),
            ]
            : [];

    // Settings that ship replace the default, and are judged themselves.
    private static bool IsConfigured(string key, AnalyzerOptions options, CancellationToken cancellationToken) =>
        ProjectFiles
            .Of(options)
            .All.Any(file =>
                file is { Kind: ProjectFileKind.AppSettings, IsShipped: true }
                && file.GetViews(cancellationToken) is { } views
                && views.Json.Settings.Any(setting =>
                    setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase) && setting.Value.Length > 0
                )
            );

    private static void AnalyzeSettings(FileContext context, Once<ISet<string>> keys, ReadKeys reads, DeployedContainers deployed)
    {
        var unused = UnusedSections.Of(context.Files, context.File, context.Views.Json, context.CancellationToken);
        foreach (var setting in context.Views.Json.Settings)
        {
            // Without an extension, only what the code does with it tells a file from the name of a server.
            if (
                (
                    setting.Key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase)
                        && FileDatabases.IsFileInAppDirectory(setting.Value)
                    || setting.Value.Length > 0
                        && FileDatabases.IsBesideApp(setting.Value)
                        && keys.Get(context.CancellationToken).Contains(setting.Key)
                )
                && FileDatabases.DataSourceOf(setting.Value) is { } source
                && !unused.Contains(setting.Key, setting.Value)
                && !reads.IsLeftOver(setting.Key, context.CancellationToken)
                && !deployed.Keep(source.Replace('\\', '/').Replace("|DataDirectory|", "").TrimStart('/'), context.CancellationToken)
                && !deployed.ReplacementOf(setting.Key, context.File, FileDatabases.IsBesideApp, context.CancellationToken).IsComplete
            )
            {
                context.Report(
                    Descriptors.FileDatabaseInAppDirectory,
                    setting.Range,
                    source,
                    $"keep this value in appsettings.Development.json and let {setting.Key.Replace(":", "__")} name a file on a volume where it is deployed"
                );
            }
        }
    }
}
