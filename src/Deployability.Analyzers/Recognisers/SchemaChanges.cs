using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows calls that create a database or change its schema, and code that runs while an app starts.</summary>
internal static class SchemaChanges
{
    private static readonly string[] StartWords = ["Seed", "Init", "Migrat", "Prepar", "Bootstrap", "Startup", "Ensure", "Prep"];
    private static readonly string[] ToolWords = ["Command", "Cli", "Verb", "Tool", "Factory", "Fixture", "Test"];

    /// <summary>Names of the methods that create a database or bring its schema up to date.</summary>
    public static string[] Names { get; } =
    ["Migrate", "MigrateAsync", "EnsureCreated", "EnsureCreatedAsync", "MigrateUp", "PerformUpgrade"];

    /// <returns>The method by which an operation creates a database or brings its schema up to date, called or handed on as a delegate; null when it does neither.</returns>
    public static IMethodSymbol? TryRecognise(IOperation operation) =>
        operation switch
        {
            IInvocationOperation { TargetMethod: var called } when Is(called) => called,
            // retry.ExecuteAsync(db.Database.MigrateAsync)
            IMethodReferenceOperation { Method: var named } when Is(named) => named,
            _ => null,
        };

    /// <summary>Whether the method creates a database or brings its schema up to date.</summary>
    public static bool Is(IMethodSymbol method) =>
        method.Name switch
        {
            "Migrate" or "MigrateAsync" => method.IsInNamespace("Microsoft.EntityFrameworkCore")
                && (method.ReducedFrom ?? method).Parameters is [{ Type.Name: "DatabaseFacade" }, ..],
            "EnsureCreated" or "EnsureCreatedAsync" => method.ContainingType.Is(
                "Microsoft.EntityFrameworkCore.Infrastructure",
                "DatabaseFacade"
            ),
            "MigrateUp" => method.IsInNamespace("FluentMigrator"),
            "PerformUpgrade" => method.IsInNamespace("DbUp"),
            _ => false,
        };

    /// <summary>Whether a method runs while the app starts: by what it is, by what it is given, or by its name.</summary>
    public static bool RunsAtStart(IMethodSymbol method, ProjectContext project)
    {
        var type = method.ContainingType;
        if (type is null || HasWord(type.Name, ToolWords) || RequestHandlers.IsHandlerType(type, project))
        {
            return false;
        }

        return method is { IsStatic: true } or { MethodKind: MethodKind.Constructor }
            || type.Name.StartsWith("Startup", StringComparison.Ordinal)
            || project.Types.Is(type, TypeNames.HostedService)
            || HasWord(type.Name, StartWords)
            || HasWord(method.Name, StartWords);
    }

    private static bool HasWord(string name, string[] words) =>
        Array.Exists(words, word => name.IndexOf(word, StringComparison.Ordinal) >= 0);
}

/// <summary>A call that changes a schema, or a delegate of one.</summary>
/// <param name="Method">What is called.</param>
internal sealed record SchemaChange(IMethodSymbol Method);

internal sealed class SchemaChangeUses : Recogniser<SchemaChange>
{
    public override IEnumerable<string> Words => SchemaChanges.Names;

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        (
            (SyntaxNode?)token.CallOf()
            ?? (token.Parent?.Parent is MemberAccessExpressionSyntax access && access.Name == token.Parent ? access : null)
        )
            is { } node
            ? [node]
            : [];

    public override SchemaChange? Recognise(Candidate candidate) =>
        candidate.Method is { } called
            ? SchemaChanges.Is(called)
                ? new SchemaChange(called)
                : null
            : candidate.Operation is { } operation && SchemaChanges.TryRecognise(operation) is { } method
                ? new SchemaChange(method)
                : null;
}
