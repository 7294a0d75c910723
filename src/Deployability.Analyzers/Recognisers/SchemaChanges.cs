using Deployability.Analyzers.Code;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows calls that create a database or change its schema, and code that runs while an app starts.</summary>
internal static class SchemaChanges
{
    private static readonly string[] StartWords = ["Seed", "Init", "Migrat", "Prepar", "Bootstrap", "Startup", "Ensure", "Prep"];
    private static readonly string[] ToolWords = ["Command", "Cli", "Verb", "Tool", "Factory", "Fixture", "Test"];

    /// <returns>Whether the call creates a database or brings its schema up to date.</returns>
    public static bool IsOne(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "Migrate" or "MigrateAsync" => call.TargetMethod.IsInNamespace("Microsoft.EntityFrameworkCore") && call.Receiver()?.Type is { Name: "DatabaseFacade" },
        "EnsureCreated" or "EnsureCreatedAsync" => call.TargetMethod.ContainingType.Is("Microsoft.EntityFrameworkCore.Infrastructure", "DatabaseFacade"),
        "MigrateUp" => call.TargetMethod.IsInNamespace("FluentMigrator"),
        "PerformUpgrade" => call.TargetMethod.IsInNamespace("DbUp"),
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

        return method is { IsStatic: true } or { MethodKind: MethodKind.Constructor } ||
            type.Name.StartsWith("Startup", StringComparison.Ordinal) || project.Types.Is(type, TypeNames.HostedService) ||
            HasWord(type.Name, StartWords) || HasWord(method.Name, StartWords);
    }

    private static bool HasWord(string name, string[] words) => Array.Exists(words, word => name.IndexOf(word, StringComparison.Ordinal) >= 0);
}
