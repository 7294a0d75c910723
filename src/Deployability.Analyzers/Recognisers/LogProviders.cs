using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows providers of Microsoft.Extensions.Logging that are classes of the project.</summary>
internal static class LogProviders
{
    // A provider, the logger it makes, and what these hold.
    private const int MaxTypes = 8;

    /// <summary>
    /// The provider that a call adds: <c>logging.AddProvider(new FileLoggerProvider("app.log"))</c>,
    /// <c>services.AddSingleton&lt;ILoggerProvider, FileLoggerProvider&gt;()</c>; null of any other call.
    /// </summary>
    public static INamedTypeSymbol? Of(IInvocationOperation call) =>
        call switch
        {
            { TargetMethod.Name: "AddProvider" } when call.Receiver()?.Type is { Name: "ILoggingBuilder" or "ILoggerFactory" } => call
                .Arguments.LastOrDefault()
                ?.Value.Unwrap() switch
            {
                IObjectCreationOperation { Type: INamedTypeSymbol created } => created,
                ILocalReferenceOperation { Type: INamedTypeSymbol { TypeKind: TypeKind.Class } held } => held,
                _ => null,
            },
            {
                TargetMethod:
                {
                    Name: "AddSingleton",
                    TypeArguments: [{ Name: "ILoggerProvider" }, INamedTypeSymbol { TypeKind: TypeKind.Class } registered]
                }
            } => registered,
            _ => null,
        };

    /// <summary>Whether the type is called by a logging framework with each line, or makes what is.</summary>
    public static bool IsWriter(INamedTypeSymbol type) =>
        type.AllInterfaces.Any(static implemented => implemented.Name is "ILogger" or "ILoggerProvider" or "ILogEventSink");

    /// <summary>Whether the provider writes files, by what it is made of, and has nothing that could send a line anywhere else.</summary>
    public static bool IsFile(INamedTypeSymbol provider, ProjectContext project)
    {
        var open = new Stack<INamedTypeSymbol>([provider]);
        var seen = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        var writes = false;
        while (open.Count > 0 && seen.Count < MaxTypes)
        {
            var type = open.Pop();
            if (!seen.Add(type))
            {
                continue;
            }

            foreach (
                var node in type
                    .DeclaringSyntaxReferences.Where(reference => project.Compilation.ContainsSyntaxTree(reference.SyntaxTree))
                    .SelectMany(static reference => reference.GetSyntax(Cancellation.Token).DescendantNodes())
            )
            {
                if (
                    node is IdentifierNameSyntax
                    {
                        Identifier.ValueText: "Console"
                            or "HttpClient"
                            or "TcpClient"
                            or "UdpClient"
                            or "Socket"
                            or "Trace"
                            or "DbContext"
                            or "SqlConnection"
                            or "Channel"
                    }
                )
                {
                    return false;
                }

                writes |= FileWrites.MayWrite(node);
                if (
                    node is BaseObjectCreationExpressionSyntax
                    && project.OperationOf(node)
                        is IObjectCreationOperation { Type: INamedTypeSymbol { DeclaringSyntaxReferences.Length: > 0 } made }
                )
                {
                    open.Push(made);
                }
            }
        }

        return writes;
    }
}
