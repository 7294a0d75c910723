using Deployability.Analyzers.Engine;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Analyzers.Rules.Health;

/// <summary>DPL3103: a web app creates or migrates its database whenever an instance starts.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MigrationAtStartupAnalyzer() : DeployabilityAnalyzer(Descriptors.MigrationAtStartup)
{
    private const string OfServer =
        "an instance starts, so several instances race and each needs the rights to change the schema; run it once per deployment, for example as a job";

    private const string OfFile =
        "the app starts, so a change that fails keeps it down, with the database file half changed; copy the file first, or run it once per deployment before the app starts";

    private enum Databases
    {
        /// <summary>On servers, or nobody here can tell.</summary>
        Servers,
        Files,
        InMemory,
    }

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.IsExecutable && project.Types.Has(TypeNames.WebHostBuilder))
        {
            var databases = new Once<Databases>(cancellation => DatabasesOf(project, cancellation));
            var first = new Once<SyntaxNode?>(cancellation => FirstOf(project, cancellation));
            context.RegisterOperations(
                project,
                Find.SchemaChanges,
                c => Analyze(c, project, databases, first),
                OperationKind.Invocation,
                OperationKind.MethodReference
            );
        }
    }

    private static void Analyze(in OperationContext context, ProjectContext project, Once<Databases> databases, Once<SyntaxNode?> first)
    {
        if (
            SchemaChanges.TryRecognise(context.Operation) is not { } method
            || project.Health.RunCall(context.CancellationToken) is null
            || !RunsAtStart(context.Operation, context.ContainingSymbol, project)
            || databases.Get(context.CancellationToken) == Databases.InMemory
        )
        {
            return;
        }

        // One process has a file, and one note on its start-up is enough.
        var isOfFile = databases.Get(context.CancellationToken) == Databases.Files;
        if (!isOfFile || first.Get(context.CancellationToken) == context.Operation.Syntax)
        {
            context.Report(
                project,
                Descriptors.MigrationAtStartup,
                LocationOf(context.Operation),
                arguments: [method.Name, isOfFile ? OfFile : OfServer]
            );
        }
    }

    private static Location LocationOf(IOperation change) =>
        change is IInvocationOperation call ? call.CallLocation()
        : change.Syntax is MemberAccessExpressionSyntax { Name: var name }
            ? Location.Create(change.Syntax.SyntaxTree, TextSpan.FromBounds(name.SpanStart, change.Syntax.Span.End))
        : change.Syntax.GetLocation();

    private static bool RunsAtStart(IOperation change, ISymbol containing, ProjectContext project) =>
        !IsInRequest(change, containing, project)
        && !CommandLine.IsVerb(change)
        && !IsAnotherMode(change, containing)
        && project.Guards.RunsInProduction(change)
        && IsCalled(change, containing, project);

    // if (migrate) { … Environment.Exit(0); }: a program that migrates and leaves serves nobody beside it.
    private static bool IsAnotherMode(IOperation change, ISymbol containing)
    {
        var child = change;
        for (var parent = change.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            if (
                parent is IConditionalOperation { WhenTrue: IBlockOperation { Operations: [.., var last] } block }
                && block == child
                && (
                    last is IReturnOperation && containing is IMethodSymbol { Name: "Main" or "<Main>$" }
                    || last
                        is IExpressionStatementOperation
                        {
                            Operation: IInvocationOperation { TargetMethod: { Name: "Exit", ContainingType.Name: "Environment" } }
                        }
                )
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInRequest(IOperation change, ISymbol symbol, ProjectContext project)
    {
        for (var parent = change.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation lambda && ProcessControl.IsHandler(lambda))
            {
                return true;
            }
        }

        return RequestHandlers.IsGivenToPipeline(change)
            || symbol is not IMethodSymbol method
            || RequestHandlers.IsHandler(method, project)
            || !SchemaChanges.RunsAtStart(method, project);
    }

    // A helper that nobody calls does nothing; constructors, entry points and what a framework declares are called from outside.
    private static bool IsCalled(IOperation change, ISymbol containing, ProjectContext project)
    {
        var runner = RequestHandlers.RunnerOf(change, out _) ?? containing as IMethodSymbol;
        return runner is not { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction }
            || runner.Name is "Main" or "<Main>$"
            || runner.ContainingType.Name.StartsWith("Startup", StringComparison.Ordinal)
            || IsDeclaredElsewhere(runner)
            || project.Guards.OfCallers(runner) is not null;
    }

    private static bool IsDeclaredElsewhere(IMethodSymbol method) =>
        method.IsOverride
        || method.ContainingType.AllInterfaces.Any(implemented =>
            !implemented.Locations.Any(static location => location.IsInSource)
            && implemented
                .GetMembers(method.Name)
                .Any(member =>
                    SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method)
                )
        );

    private static SyntaxNode? FirstOf(ProjectContext project, CancellationToken cancellation) =>
        project
            .All(Find.SchemaChanges, cancellation)
            .FirstOrDefault(change =>
                project.ModelOf(change.Node.SyntaxTree).GetEnclosingSymbol(change.Node.SpanStart, cancellation) is { } symbol
                && RunsAtStart(change.Operation!, ContainingMember(symbol), project)
            )
            ?.Node;

    // As an analysis names it: the member around lambdas and local functions.
    private static ISymbol ContainingMember(ISymbol symbol)
    {
        while (
            symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction, ContainingSymbol: { } outer }
        )
        {
            symbol = outer;
        }

        return symbol;
    }

    // Nobody races for a database of one's own process, or for a file that is gone with it.
    private static Databases DatabasesOf(ProjectContext project, CancellationToken cancellation)
    {
        var (inMemory, files) = (false, false);
        foreach (var call in project.All(Find.HelperCalls, cancellation))
        {
            switch (ConnectionStrings.ProviderOfContext(call.Value.Name))
            {
                case null:
                    inMemory |= call.Value.Name == "UseInMemoryDatabase";
                    break;
                case ConnectionProviders.Sqlite when IsTemporary(call.Operation, project):
                    inMemory = true;
                    break;
                case ConnectionProviders.Sqlite:
                    files = true;
                    break;
                default:
                    return Databases.Servers;
            }
        }

        return files ? Databases.Files
            : inMemory ? Databases.InMemory
            : Databases.Servers;
    }

    private static bool IsTemporary(IOperation? call, ProjectContext project) =>
        call is not null
        && FileDatabases.TryRecognise(call) is { } connection
        && FileDatabases.FileOf(connection, project) is { Root: PathRoot.Temporary };
}
