using Deployability.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Observability;

/// <summary>DPL5002: a server that logs by writing to the console itself.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConsoleLoggingAnalyzer() : DeployabilityAnalyzer(Descriptors.ConsoleLogging)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.Types.Has(TypeNames.EndpointRouteBuilder) || (project.IsExecutable && project.Types.Has(TypeNames.HostedService)))
        {
            context.RegisterOperations(project, Find.ConsoleWrites, c => Analyze(c, project), OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationContext context, ProjectContext project)
    {
        var call = (IInvocationOperation)context.Operation;
        if (
            call.TargetMethod.Name is not ("Write" or "WriteLine" or "WriteAsync" or "WriteLineAsync")
            || !IsConsole(call)
            || IsForPeople(call, context.ContainingSymbol, project, context.CancellationToken)
            || !project.Guards.RunsInProduction(call)
        )
        {
            return;
        }

        context.Report(project, Descriptors.ConsoleLogging, call.Syntax.GetLocation(), arguments: call.TargetMethod.Name);
    }

    // Console.WriteLine, Console.Out.WriteLine, Console.Error.WriteLine.
    private static bool IsConsole(IInvocationOperation call) =>
        call.TargetMethod.ContainingType.Is("System", "Console")
        || call.Instance is IPropertyReferenceOperation { Property: { Name: "Out" or "Error", ContainingType: { } type } }
            && type.Is("System", "Console");

    /// <summary>Output of a command line: start-up of the program, verbs, help texts, dialogues. Also what implements logging itself.</summary>
    private static bool IsForPeople(IInvocationOperation call, ISymbol containing, ProjectContext project, CancellationToken cancellation)
    {
        RequestHandlers.RunnerOf(call, out var inRequest);
        if (inRequest)
        {
            return false;
        }

        var type = containing.ContainingType;
        if (
            type is null
            || IsProgram(type, project, cancellation)
            || SpeaksToPeople(type.Name)
            || SpeaksToPeople(containing.Name)
            || Says(containing.Name, "Help", "Usage", "Banner", "Prompt")
            || ImplementsLogging(type)
        )
        {
            return true;
        }

        if (IsLastWords(call) || IsWhereLoggingFailed(call) || SetsUpTheHost(containing) || RunsTheHost(call, project, cancellation))
        {
            return true;
        }

        return call.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member
            && member
                .DescendantNodes()
                .Any(static node =>
                    node
                        is MemberAccessExpressionSyntax
                        {
                            Expression: IdentifierNameSyntax { Identifier.ValueText: "Console" },
                            Name.Identifier.ValueText: "ReadLine" or "ReadKey" or "Read"
                        }
                );
    }

    // Console.Error.WriteLine("no data directory"); Environment.Exit(1); where there is no logger yet, or none any more.
    private static bool IsLastWords(IInvocationOperation call) =>
        call.Syntax.FirstAncestorOrSelf<BlockSyntax>()
            ?.Statements.Any(static statement =>
                statement
                    is ExpressionStatementSyntax
                    {
                        Expression: InvocationExpressionSyntax
                        {
                            Expression: MemberAccessExpressionSyntax
                            {
                                Expression: var target,
                                Name.Identifier.ValueText: "Exit" or "FailFast"
                            }
                        }
                    }
                && target.NameOfMember() == "Environment"
            ) == true;

    // catch { Console.WriteLine(text); } around the logger's own call: nothing is left but the console.
    private static bool IsWhereLoggingFailed(IInvocationOperation call)
    {
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is ICatchClauseOperation { Parent: ITryOperation attempt })
            {
                return attempt.Body.Operations is [IExpressionStatementOperation { Operation: IInvocationOperation only }]
                    && only.TargetMethod.Name.StartsWith("Log", StringComparison.Ordinal)
                    && only.Receiver()?.Type?.Name.EndsWith("ILogger", StringComparison.Ordinal) == true;
            }
        }

        return false;
    }

    // What builds the host, and the class that configures it, run before there is a logger or when there is none any more.
    private static bool SetsUpTheHost(ISymbol containing) =>
        containing.ContainingType is { Name: "Startup" }
        || containing is IMethodSymbol method
            && method.Parameters.Any(static parameter =>
                parameter.Type.Name
                    is "IServiceCollection"
                        or "IHostBuilder"
                        or "IWebHostBuilder"
                        or "ILoggingBuilder"
                        or "IConfigurationBuilder"
                        or "IHostApplicationBuilder"
                        or "WebApplicationBuilder"
                        or "HostApplicationBuilder"
            );

    // The verb of a command line that builds and runs the host speaks to whoever started it.
    private static bool RunsTheHost(IInvocationOperation call, ProjectContext project, CancellationToken cancellation) =>
        project.Health.RunCall(cancellation) is { } run
        && run.SyntaxTree == call.Syntax.SyntaxTree
        && call.Syntax.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>()?.Span.Contains(run.Span) == true;

    private static bool IsProgram(INamedTypeSymbol type, ProjectContext project, CancellationToken cancellation) =>
        type.Name == "Program"
        || SymbolEqualityComparer.Default.Equals(project.Compilation.GetEntryPoint(cancellation)?.ContainingType, type);

    private static bool SpeaksToPeople(string name) =>
        name.EndsWith("Command", StringComparison.Ordinal)
        || name.EndsWith("Commands", StringComparison.Ordinal)
        || name.EndsWith("Verb", StringComparison.Ordinal)
        || name.EndsWith("Cli", StringComparison.Ordinal)
        || name.EndsWith("CommandLine", StringComparison.Ordinal)
        || name.EndsWith("ConsoleWriter", StringComparison.Ordinal);

    private static bool Says(string name, params string[] words) => words.Any(name.Contains);

    private static bool ImplementsLogging(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (
                current.Name.EndsWith("Logger", StringComparison.Ordinal)
                || current.Name.EndsWith("LoggerProvider", StringComparison.Ordinal)
                || current.Name.EndsWith("Sink", StringComparison.Ordinal)
                || current.Name.EndsWith("Formatter", StringComparison.Ordinal)
                || LogProviders.IsWriter(current)
                || current.AllInterfaces.Any(static implemented => implemented.Name == "IObserver")
                || current.BaseType?.Name is "ConsoleFormatter" or "TextWriter" or "BaseExporter" or "TraceListener" or "EventListener"
            )
            {
                return true;
            }
        }

        return false;
    }
}
