using Deployability.Analyzers.Contract;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.State;

/// <summary>DPL4005: data written into the app's own directory. Reported on the expression that makes the path.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WritesBelowContentRootAnalyzer() : DeployabilityAnalyzer(Descriptors.WritesBelowContentRoot)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        // A tool without a host writes where its user stands, which is right for a tool.
        if (project.Types.Has(TypeNames.HostEnvironment))
        {
            var deployed = AppFacts.Of(project).DeployedIn(ProjectFiles.Of(context.Options));
            context.RegisterValues(
                project,
                Find.FileWrites,
                Descriptors.WritesBelowContentRoot,
                operation => Judge(operation, project, deployed),
                OperationKind.Invocation,
                OperationKind.ObjectCreation
            );
        }
    }

    private static IEnumerable<ValueFinding> Judge(IOperation operation, ProjectContext project, DeployedContainers deployed) =>
        FileWrites.TryRecognise(operation) is { } written
        && FilePaths.Resolve(written, project) is { Root: PathRoot.AppDirectory } path
        && IsJudged(FileWrites.KindOf(path), operation, path)
        && !IsDeletedAgain(operation, written)
        && !IsPreparation(operation, project)
        && !IsForDatabase(operation)
        && project.Guards.RunsInProduction(operation)
        && !deployed.Keep(path.Text, Cancellation.Token)
            ? [new ValueFinding(path.Source.GetLocation(), operation.Syntax, path.Display)]
            : [];

    private static bool IsJudged(FileWriteKind kind, IOperation write, FilePath path) =>
        kind switch
        {
            FileWriteKind.Data => true,
            // File.AppendAllText("logs/app.log", …) by hand; a logging provider that writes files is DPL5001's.
            FileWriteKind.Log => !IsInLogger(write),
            _ => FileWrites.IsCache(path),
        };

    private static bool IsInLogger(IOperation write)
    {
        var type = write.SemanticModel?.GetEnclosingSymbol(write.Syntax.SpanStart, Cancellation.Token)?.ContainingType;
        for (; type is not null; type = type.ContainingType)
        {
            if (LogProviders.IsWriter(type))
            {
                return true;
            }
        }

        return false;
    }

    // Directory.CreateDirectory(uploads) before the file that is written there, which is reported.
    private static bool IsPreparation(IOperation operation, ProjectContext project) =>
        operation is IInvocationOperation { TargetMethod.Name: "CreateDirectory" or "Create" } directory
        && directory.TargetMethod.ContainingType.Name is "Directory" or "DirectoryInfo"
        && operation
            .Root()
            .Descendants()
            .Any(other =>
                other is not IInvocationOperation { TargetMethod.Name: "CreateDirectory" }
                && other != operation
                && FileWrites.TryRecognise(other) is { } file
                && FilePaths.Resolve(file, project) is { Root: PathRoot.AppDirectory } path
                && FileWrites.KindOf(path) == FileWriteKind.Data
            );

    // Directory.CreateDirectory("data") before UseSqlite("Data Source=data/app.db") in one method: the file is DPL4007's, and its folder goes with it.
    private static bool IsForDatabase(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { Name: "CreateDirectory", ContainingType.Name: "Directory" } }
        && operation.Syntax.Ancestors().FirstOrDefault(IsFunction) is { } function
        && operation
            .Root()
            .Descendants()
            .Any(other => FileDatabases.TryRecognise(other) is not null && other.Syntax.Ancestors().FirstOrDefault(IsFunction) == function);

    private static bool IsFunction(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax;

    // Written, used and deleted in one method: a temporary file by its life, if not by its place.
    private static bool IsDeletedAgain(IOperation write, IOperation path) =>
        path.Unwrap() is ILocalReferenceOperation local
        && write
            .Root()
            .Syntax.DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Any(call =>
                call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Delete", Expression: var target }
                && (
                    target.ToString() == local.Local.Name
                    || call.ArgumentList.Arguments is [{ Expression: IdentifierNameSyntax name }, ..]
                        && name.Identifier.ValueText == local.Local.Name
                )
                && call.SpanStart > write.Syntax.SpanStart
            );
}
